import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { randomId } from "../../src/worker/base/random-id.ts";
import { reasonOf } from "../system-error.ts";
import { unpackArchive } from "./archive.ts";
import { checkData, type DataReport } from "./check-data.ts";
import { listObjects, ROOMS } from "./data-folder.ts";
import { metaOf } from "./room-database.ts";
import { syncFolder } from "./sync-folder.ts";

/** Options of {@link restore}. */
export interface RestoreOptions {
  readonly from: string;
  /** A folder that is empty, or not there. */
  readonly data: string;
  /** Whether nothing was written after the backup, so that the logs are still the same ones. */
  readonly keepsEpochs: boolean;
  /** Whether to restore what has problems as well. A damaged archive is refused even so. */
  readonly isForced: boolean;
}

/**
 * Restores a backup into an empty folder. The folder gets its name at the end, so a restore that fails or is killed leaves
 * nothing that a server would take for its rooms.
 *
 * A room that goes back to an earlier state loses what was written since, and will use those numbers again. Its log gets
 * another epoch, so that clients which have the lost messages load it afresh (P4.4). Tokens stay valid.
 *
 * @throws Error in words for the user
 */
export async function restore({ data, from, isForced, keepsEpochs }: RestoreOptions): Promise<DataReport> {
  const folder = resolve(data);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Error(`${data} isn't empty. A restore overwrites nothing: name another folder, or move that one away.`);
  }
  mkdirSync(dirname(folder), { recursive: true });
  const scratch = mkdtempSync(`${folder}.partial-`);
  try {
    const report = await unpack(from, scratch);
    if (report.problems.length > 0 && !isForced) return report;
    if (!keepsEpochs) renewEpochs(scratch);
    for (const name of readdirSync(scratch)) syncFolder(join(scratch, name));
    syncFolder(scratch);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(scratch, folder);
    syncFolder(dirname(folder));
    return report;
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
export async function unpack(from: string, folder: string, done = "restored"): Promise<DataReport> {
  try {
    await unpackArchive(from, folder);
  } catch (error) {
    throw new Error(`${from} can't be ${done}: ${reasonOf(error) || "it isn't whole"}.`);
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
