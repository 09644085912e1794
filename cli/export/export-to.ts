import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { callRoom, type RoomAccess } from "../room-api.ts";
import { safeLines } from "../text/safe-text.ts";

export const EXPORT_FORMATS = ["jsonl", "csv", "html", "md"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export function isExportFormat(name: string): name is ExportFormat {
  return EXPORT_FORMATS.some((format) => format === name);
}

/** An export to make. */
export interface ExportRequest {
  readonly access: RoomAccess;
  readonly format: ExportFormat;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Times that an export goes on after its connection broke, without a message in between. */
const MAX_BREAKS = 5;

/**
 * Saves an export.
 *
 * @param file `undefined` for stdout: a terminal shows it safely, and a pipe gets it as it is
 * @throws ApiError; what was written until then stays
 */
export async function exportTo(request: ExportRequest, file: string | undefined): Promise<void> {
  if (file === undefined && process.stdout.isTTY) {
    for await (const text of exportText(request)) process.stdout.write(safeLines(text).join("\n"));
    return;
  }
  const source = Readable.from(exportText(request));
  if (file === undefined) await pipeline(source, process.stdout, { end: false });
  else await pipeline(source, createWriteStream(file));
}

/** The text of an export. JSON lines go on after a broken connection; the other formats have no place to go on from. */
export async function* exportText({ access, format, from, to }: ExportRequest): AsyncGenerator<string> {
  let cursor: string | undefined;
  for (let breaks = 0; ; breaks += 1) {
    const response = await callRoom(access, "/export", { query: { format, from, to, cursor } });
    if (response.body === null) return;
    const text = response.body.pipeThrough(new TextDecoderStream());
    if (format !== "jsonl") {
      yield* text;
      return;
    }
    try {
      for await (const line of linesOf(text)) {
        yield line;
        // Only whole lines come here.
        cursor = String((JSON.parse(line) as { seq: number }).seq);
        breaks = 0;
      }
      return;
    } catch (error) {
      if (breaks === MAX_BREAKS) throw error;
    }
  }
}

/** The lines of a text, each with its line feed. A text that ends within a line has lost its end. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield `${line}\n`;
  }
  if (rest !== "") throw new Error("The export ended within a line.");
}
