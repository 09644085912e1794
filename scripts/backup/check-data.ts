// Checks a folder of rooms: that no database is damaged, no log has a hole, every room can sign and verify its guests' tokens,
// and every file that a message shows is there.

import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { signToken, verifyToken } from "../../src/room/tokens/room-token.ts";
import { ALARMS, FILES, isRoom, listAlarms, listObjects, ROOMS } from "./data-folder.ts";
import { type RoomLog, readAlarmed, readFiles, readLog, readStoredFiles } from "./room-database.ts";
import { lookInto } from "./snapshot.ts";

/** Bytes of a room's key. */
const KEY_BYTES = 32;

/** What a folder of rooms has. */
export interface DataReport {
  readonly rooms: number;
  readonly events: number;
  readonly files: number;
  /** What is wrong, in words for the user. */
  readonly problems: readonly string[];
}

/** Checks every database of a folder. The server may be running. */
export async function checkData(data: string): Promise<DataReport> {
  const problems: string[] = [];
  const stored = new Map<string, number>();
  const epochs = new Map<string, string>();
  const count = { rooms: 0, events: 0, files: 0 };
  const look = async <T>(path: string, read: (database: DatabaseSync) => T): Promise<T | undefined> => {
    try {
      // SQLite takes a file without a byte for a database without a table. The server's always have some.
      if (isEmpty(join(data, path))) {
        problems.push(`${path} is empty.`);
        return undefined;
      }
      return await lookInto(join(data, path), (database) => {
        const damage = findDamage(database);
        if (damage === undefined) return read(database);
        problems.push(`${path} is damaged: ${damage}.`);
        return undefined;
      });
    } catch (error) {
      problems.push(`${path} can't be read: ${error instanceof Error ? error.message : error}.`);
      return undefined;
    }
  };
  const paths = listObjects(data);
  const alarms = listAlarms(data);
  if (!paths.some(isRoom) && alarms.length === 0) throw new Error(`There are no rooms in ${data}.`);
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    if (!alarms.includes(`${folder}/${ALARMS}`)) problems.push(`${folder}/${ALARMS} is missing.`);
  }
  const of = (name: string) => paths.filter((path) => path.startsWith(`${name}/`));
  for (const path of of(FILES)) {
    for (const [id, bytes] of (await look(path, readStoredFiles)) ?? []) stored.set(id, bytes);
  }
  for (const path of of(ROOMS)) {
    const room = await look(path, (database) => ({ log: readLog(database), files: readFiles(database) }));
    if (room?.log === undefined) continue;
    const { files, log } = room;
    count.rooms += 1;
    count.events += log.events;
    count.files += files.size;
    problems.push(...findFaults(log).map((fault) => `${path}: ${fault}`));
    const twin = epochs.get(log.epoch);
    if (twin !== undefined) problems.push(`${path} has the epoch of ${twin}: one is a copy of the other.`);
    epochs.set(log.epoch, path);
    for (const [id, size] of files) {
      const bytes = stored.get(id);
      if (bytes === undefined) problems.push(`${path}: its file ${id} is missing.`);
      else if (bytes !== size) problems.push(`${path}: its file ${id} has ${bytes} bytes of ${size}.`);
    }
  }
  const others = paths.filter((path) => !path.startsWith(`${FILES}/`) && !path.startsWith(`${ROOMS}/`));
  for (const path of others) await look(path, () => undefined);
  for (const path of alarms) {
    const ids = await look(path, (database) => ({ alarmed: readAlarmed(database) }));
    if (ids === undefined) continue;
    if (ids.alarmed === undefined) problems.push(`${path} has no table of alarms.`);
    for (const id of ids.alarmed ?? []) {
      const object = `${dirname(path)}/${id}.sqlite`;
      if (!existsSync(join(data, object))) problems.push(`${object} is missing: it has an alarm.`);
    }
  }
  return { ...count, problems };
}

/** Whether a database has no byte, and no write-ahead log that has some. */
function isEmpty(path: string): boolean {
  return statSync(path).size === 0 && !existsSync(`${path}-wal`);
}

function findDamage(database: DatabaseSync): string | undefined {
  const found = database.prepare("PRAGMA integrity_check(1)").get()?.integrity_check;
  return found === "ok" ? undefined : String(found);
}

function findFaults({ events, head, isGapless, key, oldest }: RoomLog): string[] {
  const faults: string[] = [];
  if (!isGapless) faults.push(`its log from ${oldest} to ${head} has ${events} events.`);
  const uid = "verify";
  const isSigning = key.length === KEY_BYTES && verifyToken(key, signToken(key, uid, 0), 0) === uid;
  if (!isSigning) faults.push("its key signs no tokens, so its guests would be strangers.");
  return faults;
}
