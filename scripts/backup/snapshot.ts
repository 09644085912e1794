import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** Age of a file's last change, in milliseconds, from which a later change is sure to have another time. */
const SETTLED_MS = 100;

/** A database at one moment, while the server may go on writing to it. */
export interface Snapshot {
  readonly database: DatabaseSync;
  /** Whether what was read is of one moment. Asked after the last read. */
  isWhole(): boolean;
  close(): void;
}

/**
 * Opens a database as it is now, without a lock that the server could meet: workerd doesn't wait for locks, so one would
 * fail a room's write.
 *
 * - While the server has it open, there is a write-ahead log. A read transaction then sees one moment, and blocks no writer.
 * - Otherwise nobody writes, and it is read without any lock. If the server opens it meanwhile, the snapshot isn't whole.
 */
export async function openSnapshot(path: string): Promise<Snapshot> {
  if (existsSync(`${path}-wal`)) {
    const database = new DatabaseSync(path, { readOnly: true });
    // The first read fixes the moment.
    database.exec("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1");
    return { database, isWhole: () => true, close: () => database.close() };
  }
  const age = Date.now() - statSync(path).mtimeMs;
  if (age < SETTLED_MS) await sleep(SETTLED_MS);
  const before = statSync(path);
  const url = pathToFileURL(path);
  url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true });
  const isWhole = () => {
    if (existsSync(`${path}-wal`)) return false;
    const { mtimeMs, size } = statSync(path);
    return mtimeMs === before.mtimeMs && size === before.size;
  };
  return { database, isWhole, close: () => database.close() };
}

/** Reads from a database as it is at one moment. */
export async function lookInto<T>(path: string, read: (database: DatabaseSync) => T): Promise<T> {
  for (;;) {
    const snapshot = await openSnapshot(path);
    try {
      const found = read(snapshot.database);
      if (snapshot.isWhole()) return found;
    } catch (error) {
      // The server wrote in between.
      if (snapshot.isWhole()) throw error;
    } finally {
      snapshot.close();
    }
  }
}
