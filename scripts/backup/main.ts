// `npm run backup`, `npm run restore` and `npm run verify`: the rooms of `npm run serve` as one file (docs/self-hosting.md).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { reasonOf } from "../system-error.ts";
import { newFile } from "./archive.ts";
import { backUp, streamBackup } from "./back-up.ts";
import { checkData, type DataReport } from "./check-data.ts";
import { isRoom } from "./data-folder.ts";
import { type ArchiveSource, restore, unpack } from "./restore.ts";

const USAGE = `Usage:

  npm run backup -- --to <file> [--data <folder>]
  npm run --silent backup -- --to - [--data <folder>]
      writes every room into one file, or to the standard output, while the server runs

  npm run restore -- --from <file> --data <folder> [--keep-epochs] [--anyway]
      unpacks and checks such a file, or the standard input for -, into a folder that is empty or not there
      --keep-epochs: nothing was written after the backup, so clients go on where they were
      --anyway: restores rooms that had problems when they were backed up

  npm run verify -- --from <file>
  npm run verify -- --data <folder>
      checks such a file, the standard input for -, or the rooms of a server
`;

/** Where \`npm run serve\` has its rooms. */
const DEFAULT_DATA = "data";

try {
  process.exitCode = await main();
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: "string" },
      to: { type: "string" },
      data: { type: "string" },
      "keep-epochs": { type: "boolean", default: false },
      anyway: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { data = DEFAULT_DATA, from, help, to } = values;
  const [command] = positionals;
  if (help) return usage(0);
  if (command === "backup" && to !== undefined) {
    const { files } = await (to === "-" ? streamBackup(data, standardOutput()) : backUp(data, to));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const rooms = files.filter(({ path }) => isRoom(path)).length;
    const what = `${count(rooms, "room")} in ${count(files.length, "database")}, ${count(bytes, "byte")} unpacked`;
    if (to === "-") console.error(`The archive has ${what}.`);
    else process.stdout.write(`${to} has ${what}.\n`);
    return 0;
  }
  if (command === "restore" && from !== undefined && values.data !== undefined) {
    const options = { data, keepsEpochs: values["keep-epochs"], isForced: values.anyway };
    const report = await withSource(from, (source) => restore({ ...source, ...options }));
    const isRefused = report.problems.length > 0 && !values.anyway;
    return show(
      report,
      isRefused ? "Nothing was restored." : `${from === "-" ? "It" : from} is restored into ${data}.`,
    );
  }
  if (command === "verify" && from !== undefined) return show(await withSource(from, verifyArchive), "");
  if (command === "verify") return show(await checkData(data), "");
  return usage(1);
}

function verifyArchive(source: ArchiveSource): Promise<DataReport> {
  return withScratch("parley-verify-", (scratch) => unpack(source, scratch, "verified"));
}

/**
 * Takes an archive, that of the standard input as a file: it is read twice, so that nothing is unpacked of one that lacks its
 * end.
 */
async function withSource<T>(from: string, work: (source: ArchiveSource) => Promise<T>): Promise<T> {
  if (from !== "-") return work({ from });
  return withScratch("parley-archive-", async (scratch) => {
    const file = join(scratch, "archive");
    await pipeline(process.stdin, newFile(file));
    return work({ from: file, title: "The archive" });
  });
}

async function withScratch<T>(prefix: string, work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), prefix));
  try {
    return await work(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * The standard output, which has the archive and nothing else.
 *
 * @throws Error in words for the user if it can't be so
 */
function standardOutput(): Writable {
  const { stdout } = process;
  if (stdout.isTTY) throw new Error("The standard output is a terminal. Send the archive to a file or a program.");
  if (process.env.npm_lifecycle_event === "backup" && process.env.npm_config_loglevel !== "silent") {
    throw new Error("npm writes to the standard output, too. Use: npm run --silent backup -- --to -");
  }
  // The writer of the archive reports it.
  stdout.on("error", () => {});
  return new Writable({ write: (chunk, _encoding, done) => void stdout.write(chunk, done) });
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function show({ events, files, problems, rooms }: DataReport, end: string): number {
  for (const problem of problems) console.error(problem);
  const found = [count(rooms, "room"), count(events, "event"), count(files, "file"), count(problems.length, "problem")];
  process.stdout.write(`${found.join(", ")}. ${end}`.trimEnd().concat("\n"));
  return problems.length > 0 ? 1 : 0;
}

function usage(code: number): number {
  process[code === 0 ? "stdout" : "stderr"].write(USAGE);
  return code;
}
