import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { callRoom, type RoomAccess } from "../room-api.ts";
import { type ExportRequest, exportText } from "./export-to.ts";

/** How many files a zip has, and how many the server no longer had. */
export interface ZipResult {
  readonly files: number;
  readonly missing: number;
}

/**
 * Saves an export and the files that its messages name as one zip, in which the export links to them. Nothing is held in
 * memory but a line and a piece of a file.
 */
export async function exportZip(request: ExportRequest, path: string): Promise<ZipResult> {
  const { access, format } = request;
  const out = createWriteStream(path);
  const zip = new ZipWriter(out);
  const origin = access.url.origin;
  /** The files that were named, by their addresses. */
  const names = new Map<string, string>();
  const address = new RegExp(`${escaped(origin)}/files/${escaped(access.room)}/([\\w-]+)/([^\\s"'<>?)\\\\]+)`, "g");
  const localized = (text: string) =>
    text.replace(address, (url, id: string, name: string) => {
      const local = `files/${id}-${nameOf(name)}`;
      names.set(url, local);
      return local;
    });
  await zip.add(`${access.room}.${format}`, lineByLine(exportText(request), localized), "text");
  let missing = 0;
  const pass = names.size === 0 ? undefined : await passOf(access);
  for (const [url, name] of names) {
    const response = await fetch(pass === undefined ? url : `${url}?pass=${encodeURIComponent(pass)}`);
    if (response.ok && response.body !== null) await zip.add(name, response.body, "stored");
    else missing += 1;
  }
  await zip.end();
  return { files: names.size - missing, missing };
}

/** Writes entries one after the other. */
class ZipWriter {
  readonly #out: WriteStream;
  readonly #zip: Zip;
  #error: Error | undefined;

  constructor(out: WriteStream) {
    this.#out = out;
    this.#out.on("error", (error) => {
      this.#error ??= error;
    });
    this.#zip = new Zip((error, data, isLast) => {
      if (error) this.#error ??= error;
      else if (isLast) out.end(data);
      else out.write(data);
    });
  }

  /** @param how pictures and archives don't get smaller, and texts do */
  async add(name: string, chunks: AsyncIterable<Uint8Array | string>, how: "text" | "stored"): Promise<void> {
    const entry = how === "text" ? new ZipDeflate(name) : new ZipPassThrough(name);
    const encoder = new TextEncoder();
    this.#zip.add(entry);
    for await (const chunk of chunks) {
      entry.push(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      if (this.#error !== undefined) throw this.#error;
      if (this.#out.writableNeedDrain) await once(this.#out, "drain");
    }
    entry.push(new Uint8Array(), true);
  }

  async end(): Promise<void> {
    this.#zip.end();
    if (!this.#out.closed) await once(this.#out, "close");
    if (this.#error !== undefined) throw this.#error;
  }
}

/** Changes a text line by line, so that no address is cut in two. */
async function* lineByLine(chunks: AsyncIterable<string>, change: (line: string) => string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const end = (rest + chunk).lastIndexOf("\n") + 1;
    const text = rest + chunk;
    yield change(text.slice(0, end));
    rest = text.slice(end);
  }
  yield change(rest);
}

/** The pass for files of a room that not everyone may read (P12.11). */
async function passOf(access: RoomAccess): Promise<string | undefined> {
  const answer = (await (await callRoom(access, "/files")).json()) as { pass?: string };
  return answer.pass;
}

/** A name for every file system. */
function nameOf(encoded: string): string {
  return decodeURIComponent(encoded)
    .replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, "_")
    .slice(-100);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
