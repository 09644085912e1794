import { defineCommand } from "../command.ts";
import { EXPORT_FORMATS, exportTo, isExportFormat } from "../export/export-to.ts";
import { withPackages } from "../packages.ts";
import { ROOM_ARGUMENT, ROOM_OPTIONS, roomAccess } from "../room-options.ts";
import { UsageError } from "../usage-error.ts";

/** Saves the messages of a room. */
export const EXPORT = defineCommand({
  summary: "Save the messages of a room as a file, or with its files in a zip.",
  about: "Saves the messages of a room, as everyone in it may see them. Needs the token of an owner.",
  args: [ROOM_ARGUMENT],
  options: {
    ...ROOM_OPTIONS,
    format: {
      type: "string",
      value: "<format>",
      default: "jsonl",
      choices: EXPORT_FORMATS,
      help: "jsonl by default.",
    },
    out: { type: "string", value: "<file>", isPath: true, help: "Where to; stdout by default." },
    zip: { type: "boolean", default: false, help: "Puts the export and the room's files into one zip. Needs --out." },
    from: {
      type: "string",
      value: "<time>",
      help: "Only messages from this time on: 2026-01-01, or 2026-01-01T12:30:00+01:00.",
    },
    to: { type: "string", value: "<time>", help: "Only messages before this time." },
  },
  examples: ["parley export garden --out garden.jsonl", "parley export garden --format html --zip --out garden.zip"],
  run: async (values, [named]) => {
    const { format, from, out, to, zip } = values;
    // The choices of the option are these.
    if (!isExportFormat(format)) throw new UsageError(`"${format}" is no format.`);
    const asked = { access: roomAccess(values, named), format, from, to };
    if (!zip) return exportTo(asked, out);
    if (out === undefined) throw new UsageError("A zip needs --out.");
    const { exportZip } = await withPackages(() => import("../export/zip.ts"));
    const { files, missing } = await exportZip(asked, out);
    process.stderr.write(`${out}: ${files} files${missing === 0 ? "" : `, ${missing} not there any more`}\n`);
  },
});
