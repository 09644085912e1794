import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as v from "valibot";

const Row = v.object({
  seq: v.number(),
  uid: v.string(),
  id: v.string(),
  type: v.string(),
  content: v.string(),
});

/** An event as it is on disk. */
export type StoredEvent = v.InferOutput<typeof Row>;

/** `content` is the current text of a message, or the content of a change as JSON. Edits have their text in the message. */
const LOG = `
  SELECT seq, uid, id, 'message' AS type, message AS content FROM messages
  UNION ALL SELECT seq, uid, id, 'message', message FROM hidden_messages
  UNION ALL SELECT seq, uid, id, type, json_patch(json_object('target', target), body) FROM changes
  ORDER BY seq`;

/**
 * Reads a room's log from disk, without the server that wrote it, which must have stopped: the proof does not depend on
 * the server's own word.
 *
 * @param databases the folder of the rooms' databases, which must contain one room
 * @throws if SQLite finds the database damaged
 */
export function readStoredLog(databases: string): StoredEvent[] {
  const rooms = listRooms(databases);
  const [room] = rooms;
  if (room === undefined || rooms.length > 1) throw new Error(`expected one room, found ${rooms.length}`);
  return readLogIn(room);
}

/** The databases of all rooms in a folder. */
export function listRooms(databases: string): string[] {
  const files = readdirSync(databases).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file));
  return files.map((file) => join(databases, file));
}

/** Reads the log in one database. */
export function readLogIn(file: string): StoredEvent[] {
  const database = new DatabaseSync(file);
  try {
    const verdict = database.prepare("PRAGMA integrity_check").all();
    if (JSON.stringify(verdict) !== '[{"integrity_check":"ok"}]') {
      throw new Error(`the database is damaged: ${JSON.stringify(verdict)}`);
    }
    return v.parse(v.array(Row), database.prepare(LOG).all());
  } finally {
    database.close();
  }
}
