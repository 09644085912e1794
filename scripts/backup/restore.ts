import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { randomId } from "../../src/worker/base/random-id.ts";
import { reasonOf } from "../system-error.ts";
import { unpackArchive } from "./archive.ts";
import { checkData, type DataReport } from "./check-data.ts";
import { checkWhole, entriesOf, listObjects, ROOMS, UNFINISHED } from "./data-folder.ts";
import { metaOf } from "./room-database.ts";
import { syncFolder } from "./sync-folder.ts";

/** An archive that is read. */
export interface ArchiveSource {
  readonly from: string;
  /** What errors call it; the path by default. */
  readonly title?: string;
}

/** Options of {@link restore}. */
export interface RestoreOptions extends ArchiveSource {
  /** A folder that is empty, or not there. */
  readonly data: string;
  /** Whether nothing was written after the backup, so that the logs are still the same ones. */
  readonly keepsEpochs: boolean;
  /** Whether to restore what has problems as well. A damaged archive is refused even so. */
  readonly isForced: boolean;
}

/**
 * Restores a backup into an empty folder, or one that isn't there. A restore that fails or is killed leaves nothing that passes for
 * the rooms of a server.
 *
 * A room that goes back to an earlier state loses what was written since, and will use those numbers again. Its log gets
 * another epoch, so that clients which have the lost messages load it afresh (P4.4). Tokens stay valid.
 *
 * @throws Error in words for the user
 */
export async function restore({ data, isForced, keepsEpochs, ...source }: RestoreOptions): Promise<DataReport> {
  const folder = resolve(data);
  checkWhole(folder);
  const isThere = existsSync(folder);
  if (isThere && entriesOf(folder).length > 0) {
    throw new Error(`${data} isn't empty. A restore overwrites nothing: name another folder, or move that one away.`);
  }
  mkdirSync(dirname(folder), { recursive: true });
  // Within a folder that is there: it may be a disk of its own, which can't be replaced.
  const scratch = mkdtempSync(isThere ? join(folder, UNFINISHED) : `${folder}.partial-`);
  const moved: string[] = [];
  try {
    if (isThere && entriesOf(folder).length > 1) throw new Error(`Another restore into ${data} has just begun.`);
    const report = await unpack(source, scratch);
    if (report.problems.length > 0 && !isForced) return report;
    if (!keepsEpochs) renewEpochs(scratch);
    for (const name of readdirSync(scratch)) syncFolder(join(scratch, name));
    syncFolder(scratch);
    if (isThere) {
      for (const name of readdirSync(scratch)) {
        renameSync(join(scratch, name), join(folder, name));
        moved.push(join(folder, name));
      }
      syncFolder(folder);
      // From here on it is whole.
      rmdirSync(scratch);
      syncFolder(folder);
    } else {
      renameSync(scratch, folder);
      syncFolder(dirname(folder));
    }
    return report;
  } catch (error) {
    for (const path of moved) rmSync(path, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Unpacks a backup, and checks what is in it.
 *
 * @param done what is done with it, for the error
 * @throws Error in words for the user
 */
export async function unpack(
  { from, title = from }: ArchiveSource,
  folder: string,
  done = "restored",
): Promise<DataReport> {
  try {
    await unpackArchive(from, folder);
  } catch (error) {
    throw new Error(`${title} can't be ${done}: ${reasonOf(error) || "it isn't whole"}.`);
  }
  return checkData(folder);
}

function renewEpochs(data: string): void {
  for (const path of listObjects(data).filter((one) => one.startsWith(`${ROOMS}/`))) {
    const database = new DatabaseSync(join(data, path));
    const meta = metaOf(database);
    if (meta !== undefined) {
      database.prepare(`UPDATE ${meta} SET value = ? WHERE key = 'epoch'`).run(randomId());
    }
    database.close();
  }
}
