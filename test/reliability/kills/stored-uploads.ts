// Uploads to a server that is killed, and what is left of them on its disk.
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Workerd } from "../../support/workerd.ts";

/** Rounds in which the room may finish its jobs, each cut short by a kill. */
const ROUNDS = 20;

/** Joins the room once, for a token that outlasts every restart. */
export async function tokenOf(origin: string): Promise<string> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws/garden`, "parley.v1");
  await once(socket, "open");
  const welcomed = once(socket, "message");
  socket.send(JSON.stringify({ type: "hello", v: 1 }));
  const [{ data }] = (await welcomed) as [MessageEvent<string>];
  socket.close();
  const [welcome] = JSON.parse(data) as { token: string }[];
  if (welcome === undefined) throw new Error("no welcome");
  return welcome.token;
}

/** Reads or changes the database of an object of the stopped server. */
function onDisk<T>({ databases }: Workerd, className: string, use: (database: DatabaseSync) => T): T {
  const folder = join(databases, "..", className);
  const [file] = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  if (file === undefined) throw new Error(`no database of ${className}`);
  const database = new DatabaseSync(join(folder, file));
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/** The files of which the stopped server has bytes. */
export function storedIds(server: Workerd): string[] {
  return onDisk(server, "Files", (database) =>
    database
      .prepare("SELECT id FROM chunked")
      .all()
      .map(({ id }) => String(id)),
  );
}

/**
 * Lets the uploads of the stopped server become an hour older, and the room do its jobs.
 *
 * @param kept files that will stay
 * @returns the files of which it still has bytes
 */
export async function storedAnHourLater(server: Workerd, token: string, kept: number): Promise<string[]> {
  onDisk(server, "ChatRoom", (database) => {
    database.exec("UPDATE files SET at = at - 3600001 WHERE state = 'begun'");
    database.exec("UPDATE jobs SET due = 1 WHERE kind = 'files.sweep'");
  });
  let left = storedIds(server);
  for (let round = 0; round < ROUNDS && left.length > kept; round += 1) {
    await server.restart();
    // Any upload wakes the room, and its jobs run.
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.origin}/api/rooms/garden/files`, { method: "POST", headers, body: "<svg>" });
    if (answer.status !== 415) throw new Error(`the room answered ${answer.status}`);
    await server.kill();
    left = storedIds(server);
  }
  return left;
}
