// The files of a data folder: one database per object, and one per class with the alarms of its objects.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "../system-error.ts";

/** The class of the rooms, and that of their files. */
export const ROOMS = "ChatRoom";
export const FILES = "Files";

/** The database of a class with the alarms of its objects. */
export const ALARMS = "metadata.sqlite";

/** The start of the name of a folder in the data, while a restore unpacks into it. */
export const UNFINISHED = ".restore-";

/** What a disk's own root has, although it is empty. */
const OF_THE_DISK = "lost+found";

const CLASS = /^[A-Z][A-Za-z]{0,63}$/;
const OBJECT = /^[0-9a-f]{64}\.sqlite$/;

/** Whether a path in an archive names a database of the server, and nothing outside of the folder. */
export function isDatabasePath(path: string): boolean {
  const [folder = "", file = "", ...rest] = path.split("/");
  return CLASS.test(folder) && (OBJECT.test(file) || file === ALARMS) && rest.length === 0;
}

/**
 * Lists the databases of a folder, without those of alarms.
 *
 * @returns paths in the folder, in order
 * @throws Error in words for the user
 */
export function listObjects(data: string): string[] {
  return list(data).filter((path) => !path.endsWith(ALARMS));
}

/** The databases of alarms of a folder. */
export function listAlarms(data: string): string[] {
  return list(data).filter((path) => path.endsWith(ALARMS));
}

/** The names in a folder. */
export function entriesOf(folder: string): string[] {
  return readdirSync(folder).filter((name) => name !== OF_THE_DISK);
}

/**
 * Checks that a folder isn't one of a restore that was interrupted. One that isn't there is whole.
 *
 * @throws Error in words for the user
 */
export function checkWhole(data: string): void {
  if (!existsSync(data) || !entriesOf(data).some((name) => name.startsWith(UNFINISHED))) return;
  throw new Error(`A restore into ${data} was interrupted. Delete what is in that folder, and restore again.`);
}

/** Whether a path is the database of a room. */
export function isRoom(path: string): boolean {
  return path.startsWith(`${ROOMS}/`) && !path.endsWith(ALARMS);
}

function list(data: string): string[] {
  try {
    checkWhole(data);
    const folders = readdirSync(data, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && CLASS.test(entry.name),
    );
    return folders
      .flatMap(({ name }) => readdirSync(join(data, name)).map((file) => `${name}/${file}`))
      .filter(isDatabasePath)
      .sort();
  } catch (error) {
    throw new Error(`Can't read the rooms in ${data}: ${reasonOf(error)}.`);
  }
}
