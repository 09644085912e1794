import type { ByteRange } from "./file-store.ts";
import type { StoredFile } from "./stored-file.ts";

/** Types that browsers show in place, once their bytes were checked. Everything else is a download (P12.7). */
const INLINE = /^(?:image\/(?:jpeg|png|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

/** A single range. A number of more digits than these is beyond the end of any file. */
const RANGE = /^bytes=[ \t]*(?<first>\d{0,30})-(?<last>\d{0,30})[ \t]*$/i;

/** How a file is answered: the head of a response, and the bytes of its body. */
export interface Served {
  readonly status: 200 | 206 | 304 | 416;
  readonly headers: Record<string, string>;
  /** Absent if there is no body. */
  readonly range?: ByteRange;
}

/**
 * Decides how to answer a request for a file (P12.6, P12.7).
 *
 * @param isPublic whether everyone may read it, and so caches may keep it for everyone
 */
export function serve(file: StoredFile, request: Headers, isPublic: boolean): Served {
  const etag = `"${file.hash}"`;
  const { size } = file;
  const headers = headersOf(file, etag, isPublic);
  const known = request.get("if-none-match");
  if (known !== null && (known === "*" || known.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag))) {
    return { status: 304, headers };
  }
  const condition = request.get("if-range");
  // An old copy, or one that is known by its time alone, is not completed by a part of this one.
  const range = condition === null || condition === etag ? rangeIn(request.get("range"), size) : undefined;
  if (range === "unsatisfiable") return { status: 416, headers: { ...headers, "content-range": `bytes */${size}` } };
  if (range === undefined) {
    return { status: 200, headers: { ...headers, "content-length": String(size) }, range: { start: 0, end: size } };
  }
  const { end, start } = range;
  const part = { "content-length": String(end - start), "content-range": `bytes ${start}-${end - 1}/${size}` };
  return { status: 206, headers: { ...headers, ...part }, range };
}

function headersOf({ name, type }: StoredFile, etag: string, isPublic: boolean): Record<string, string> {
  const disposition = INLINE.test(type) ? "inline" : "attachment";
  return {
    "accept-ranges": "bytes",
    // The id names these bytes for ever. A shared cache asks again, because the file may have been deleted.
    "cache-control": isPublic
      ? `public, max-age=31536000, s-maxage=${EDGE_SECONDS}, immutable`
      : "private, max-age=31536000, immutable",
    "content-disposition": `${disposition}; filename*=UTF-8''${encodeFileName(name)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "content-type": type === "text/plain" ? "text/plain; charset=utf-8" : type,
    // Pages of other sites embed rooms, and show their pictures.
    "cross-origin-resource-policy": "cross-origin",
    etag,
    "x-content-type-options": "nosniff",
  };
}

/** Seconds for which the edge keeps a file: with the deletion itself, less than a minute (P12.8). */
export const EDGE_SECONDS = 50;

/** Whether a request asks for one part of a file, in a form that every cache understands alike. */
export function isPlainRange(range: string): boolean {
  const { first, last } = /^bytes=(?<first>\d{1,15})-(?<last>\d{0,15})$/.exec(range)?.groups ?? {};
  return first !== undefined && (last === "" || Number(first) <= Number(last));
}

/** A range with several parts counts as none, and so does one that is malformed. */
function rangeIn(header: string | null, size: number): ByteRange | "unsatisfiable" | undefined {
  const { first = "", last = "" } = RANGE.exec(header ?? "")?.groups ?? {};
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  return start >= end ? "unsatisfiable" : { start, end };
}

/** RFC 8187: `encodeURIComponent` leaves some characters that a header must not have. */
function encodeFileName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
