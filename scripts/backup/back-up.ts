import { existsSync, linkSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { backup as copyDatabase, DatabaseSync } from "node:sqlite";
import type { Writable } from "node:stream";
import * as v from "valibot";
import { reasonOf } from "../system-error.ts";
import { type ArchiveList, createArchive, newFile } from "./archive.ts";
import { ALARMS, FILES, listAlarms, listObjects, ROOMS } from "./data-folder.ts";
import { readAlarm, readFiles, readStoredIds } from "./room-database.ts";
import { lookInto, openSnapshot, type Snapshot } from "./snapshot.ts";
import { syncFolder } from "./sync-folder.ts";

/** Tries to see a room and its files at one moment. Each takes milliseconds, or as long as copying the files. */
const MAX_TRIES = 10;

/** Names of objects by id, of those that have one. */
type Names = Map<string, string | null>;

const Alarms = v.array(v.object({ actor_id: v.string(), actor_name: v.nullable(v.string()) }));

/**
 * Backs up a data folder into one file, while the server runs. Every room is as it was at one moment, together with its
 * files; rooms know nothing of each other, so they may be of different moments.
 *
 * Until it is complete, the archive is in a folder beside it: a backup that was killed leaves nothing of the given name.
 *
 * @throws Error in words for the user
 */
export async function backUp(data: string, to: string): Promise<ArchiveList> {
  if (existsSync(to)) throw new Error(`${to} is there already. A backup overwrites nothing.`);
  const folder = dirname(resolve(to));
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  return withScratch(`${resolve(to)}.partial-`, async (scratch) => {
    const file = join(scratch, "archive");
    const list = await archive(data, scratch, () => newFile(file));
    // Fails if another backup took the name meanwhile.
    linkSync(file, to);
    syncFolder(folder);
    return list;
  });
}

/**
 * The same into a stream, such as the standard output. An archive that isn't complete lacks its end.
 *
 * @throws Error in words for the user
 */
export async function streamBackup(data: string, to: Writable): Promise<ArchiveList> {
  return withScratch(join(tmpdir(), "parley-backup-"), (scratch) => archive(data, scratch, () => to));
}

async function withScratch<T>(prefix: string, work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = mkdtempSync(prefix);
  try {
    return await work(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param scratch takes a copy of each room in turn
 * @param open opens what takes the archive
 */
async function archive(data: string, scratch: string, open: () => Writable): Promise<ArchiveList> {
  const objects = listObjects(data);
  if (listAlarms(data).length === 0) throw new Error(`There are no rooms in ${data}.`);
  const writer = createArchive(open());
  try {
    await new Backup(data, scratch, writer).run(objects);
    return await writer.finish(new Date());
  } catch (error) {
    await writer.abandon();
    throw new Error(`${data} can't be backed up: ${reasonOf(error)}.`);
  }
}

class Backup {
  readonly #data: string;
  readonly #scratch: string;
  readonly #archive: ReturnType<typeof createArchive>;
  /** The database that has a file, by the file's id. Both are named by hashes, so only what is in them connects them. */
  #holders = new Map<string, string>();
  /** Alarms of the copied objects, by path. */
  readonly #alarms = new Map<string, bigint>();
  /** Databases of files that were copied with their rooms. */
  readonly #copied = new Set<string>();

  constructor(data: string, scratch: string, archive: ReturnType<typeof createArchive>) {
    this.#data = data;
    this.#scratch = scratch;
    this.#archive = archive;
  }

  async run(objects: readonly string[]): Promise<void> {
    const names: Names = new Map();
    await this.#readNames(names);
    await this.#findHolders(objects);
    const of = (name: string) => objects.filter((path) => path.startsWith(`${name}/`));
    for (const path of of(ROOMS)) await this.#copyRoom(path);
    const others = objects.filter((path) => !path.startsWith(`${ROOMS}/`) && !this.#copied.has(path));
    for (const path of others) await this.#copyTogether([path], () => true);
    await this.#readNames(names);
    for (const path of listAlarms(this.#data)) await this.#addAlarms(path, names);
  }

  /** Reads the names of objects that have an alarm, because they are woken by name. Quiet ones have none. */
  async #readNames(names: Names): Promise<void> {
    for (const path of listAlarms(this.#data)) {
      const rows = await this.#look(path, (database) =>
        database.prepare("SELECT actor_id, actor_name FROM _cf_ALARM").all(),
      );
      for (const { actor_id, actor_name } of v.parse(Alarms, rows ?? [])) names.set(actor_id, actor_name);
    }
  }

  async #findHolders(objects: readonly string[]): Promise<void> {
    this.#holders = new Map();
    for (const path of objects.filter((one) => one.startsWith(`${FILES}/`))) {
      for (const id of (await this.#look(path, readStoredIds)) ?? []) this.#holders.set(id, path);
    }
  }

  async #copyRoom(path: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const ids = (await this.#look(path, (database) => [...readFiles(database).keys()])) ?? [];
      // Its first file came since the start, if there is no holder of it.
      if (ids.some((id) => !this.#holders.has(id))) await this.#findHolders(listObjects(this.#data));
      const holders = new Set(ids.flatMap((id) => this.#holders.get(id) ?? []));
      // A file that is lost for good is in no copy: verifying says so.
      const agree = tries === MAX_TRIES ? () => true : hasAll;
      if (await this.#copyTogether([path, ...holders], agree)) return;
    }
  }

  /**
   * Copies databases as they are at one moment.
   *
   * @param agree whether they are of one moment together; otherwise none is added
   * @returns whether they were added
   */
  async #copyTogether(paths: readonly string[], agree: (snapshots: readonly Snapshot[]) => boolean): Promise<boolean> {
    const copies = paths.map((_path, index) => join(this.#scratch, `${index}.sqlite`));
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const snapshots: Snapshot[] = [];
      try {
        for (const path of paths) snapshots.push(await openSnapshot(join(this.#data, path)));
        if (!agree(snapshots)) return false;
        for (const [index, { database }] of snapshots.entries()) {
          const copy = copies[index] ?? "";
          rmSync(copy, { force: true });
          await copyDatabase(database, copy);
        }
        if (!snapshots.every((one) => one.isWhole())) continue;
        for (const [index, path] of paths.entries()) {
          const alarm = snapshots[index] && readAlarm(snapshots[index].database);
          if (alarm !== undefined) this.#alarms.set(path, alarm);
          await this.#archive.add(path, copies[index] ?? "");
          this.#copied.add(path);
        }
        return true;
      } catch (error) {
        // The room was deleted since the folder was read.
        if (paths.some((path) => !existsSync(join(this.#data, path)))) return true;
        throw error;
      } finally {
        for (const one of snapshots) one.close();
        for (const copy of copies) rmSync(copy, { force: true });
      }
    }
    throw new Error(`${paths[0]} changes too often to be copied`);
  }

  /**
   * Adds the alarms of a class. They are those of the copied objects, and not those of the class's own database, which is of
   * another moment.
   */
  async #addAlarms(path: string, names: Names): Promise<void> {
    const copy = join(this.#scratch, "alarms.sqlite");
    const snapshot = await openSnapshot(join(this.#data, path));
    await copyDatabase(snapshot.database, copy);
    snapshot.close();
    const database = new DatabaseSync(copy);
    database.exec("DELETE FROM _cf_ALARM");
    const insert = database.prepare("INSERT INTO _cf_ALARM (actor_id, scheduled_time, actor_name) VALUES (?, ?, ?)");
    const folder = path.slice(0, -ALARMS.length);
    for (const [object, alarm] of this.#alarms) {
      const id = object.slice(folder.length, -".sqlite".length);
      const name = names.get(id);
      // The first person to come sets an alarm that is missing.
      if (object.startsWith(folder) && name !== undefined) insert.run(id, alarm, name);
    }
    database.close();
    await this.#archive.add(path, copy);
    rmSync(copy);
  }

  /** Reads from a database; `undefined` if it was deleted meanwhile. */
  async #look<T>(path: string, read: (database: DatabaseSync) => T): Promise<T | undefined> {
    try {
      return await lookInto(join(this.#data, path), read);
    } catch (error) {
      if (existsSync(join(this.#data, path))) throw error;
      return undefined;
    }
  }
}

/** Whether the files of a room, which is the first database, are in the others. */
function hasAll([room, ...holders]: readonly Snapshot[]): boolean {
  const named = room === undefined ? [] : [...readFiles(room.database).keys()];
  const stored = new Set(holders.flatMap(({ database }) => readStoredIds(database)));
  return named.every((id) => stored.has(id));
}
