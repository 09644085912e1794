// `npm run backup`, `npm run restore` and `npm run verify`: the rooms of `npm run serve` as one file (docs/self-hosting.md).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { reasonOf } from "../system-error.ts";
import { backUp } from "./back-up.ts";
import { checkData, type DataReport } from "./check-data.ts";
import { isRoom } from "./data-folder.ts";
import { restore, unpack } from "./restore.ts";

const USAGE = `Usage:

  npm run backup -- --to <file> [--data <folder>]
      writes every room into one file, while the server runs

  npm run restore -- --from <file> --data <folder> [--keep-epochs] [--anyway]
      unpacks and checks such a file, into a folder that is empty or not there
      --keep-epochs: nothing was written after the backup, so clients go on where they were
      --anyway: restores rooms that had problems when they were backed up

  npm run verify -- --from <file>
  npm run verify -- --data <folder>
      checks such a file, or the rooms of a server
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
    const { files } = await backUp(data, to);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const rooms = files.filter(({ path }) => isRoom(path)).length;
    const what = `${count(rooms, "room")} in ${count(files.length, "database")}, ${count(bytes, "byte")} unpacked`;
    process.stdout.write(`${to} has ${what}.\n`);
    return 0;
  }
  if (command === "restore" && from !== undefined && values.data !== undefined) {
    const report = await restore({ from, data, keepsEpochs: values["keep-epochs"], isForced: values.anyway });
    const isRefused = report.problems.length > 0 && !values.anyway;
    return show(report, isRefused ? "Nothing was restored." : `${from} is restored into ${data}.`);
  }
  if (command === "verify" && from !== undefined) return show(await verifyArchive(from), "");
  if (command === "verify") return show(await checkData(data), "");
  return usage(1);
}

async function verifyArchive(from: string): Promise<DataReport> {
  const scratch = mkdtempSync(join(tmpdir(), "parley-verify-"));
  try {
    return await unpack(from, scratch, "verified");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
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
