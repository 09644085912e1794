import { parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { EXPORT_FORMATS, exportTo, isExportFormat } from "../export/export-to.ts";
import { exportZip } from "../export/zip.ts";
import { ROOM_HELP, ROOM_OPTIONS, roomAccess } from "../room-options.ts";
import { UsageError } from "../usage-error.ts";

/** Saves the messages of a room. */
export const EXPORT: Command = {
  summary: "Save the messages of a room as a file, or with its files in a zip.",
  help: `Usage: parley export [options]

Saves the messages of a room, as everyone in it may see them. Needs the token of an owner.

${ROOM_HELP}  --format <format>  ${EXPORT_FORMATS.join(", ")}; jsonl by default.
  --out <file>       Where to; stdout by default.
  --zip              Puts the export and the room's files into one zip. Needs --out.
  --from <time>      Only messages from this time on: 2026-01-01, or 2026-01-01T12:30:00+01:00.
  --to <time>        Only messages before this time.
`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...ROOM_OPTIONS,
        format: { type: "string", default: "jsonl" },
        out: { type: "string" },
        zip: { type: "boolean", default: false },
        from: { type: "string" },
        to: { type: "string" },
      },
    });
    const { format, from, out, to, zip } = values;
    if (!isExportFormat(format)) throw new UsageError(`"${format}" is no format. Use ${EXPORT_FORMATS.join(", ")}.`);
    const asked = { access: roomAccess(values), format, from, to };
    if (!zip) return exportTo(asked, out);
    if (out === undefined) throw new UsageError("A zip needs --out.");
    const { files, missing } = await exportZip(asked, out);
    process.stderr.write(`${out}: ${files} files${missing === 0 ? "" : `, ${missing} not there any more`}\n`);
  },
};
