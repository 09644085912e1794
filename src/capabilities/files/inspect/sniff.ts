import { ascii } from "./byte-reader.ts";

/** Bytes that are looked at. */
export const SNIFFED_BYTES = 512;

/** Types by their first bytes. */
const SIGNATURES: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38, 0x37, 0x61]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38, 0x39, 0x61]],
  ["audio/mpeg", [0xff, 0xfb]],
  ["audio/mpeg", [0xff, 0xf3]],
  ["audio/mpeg", [0xff, 0xf2]],
  ["audio/aac", [0xff, 0xf1]],
  ["audio/aac", [0xff, 0xf9]],
  ["audio/flac", [0x66, 0x4c, 0x61, 0x43]],
  ["audio/ogg", [0x4f, 0x67, 0x67, 0x53]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["application/zip", [0x50, 0x4b, 0x03, 0x04]],
  ["application/gzip", [0x1f, 0x8b, 0x08]],
];

/** Brands of ISO media files that are no videos. */
const BRANDS: Readonly<Record<string, string>> = {
  "M4A ": "audio/mp4",
  "M4B ": "audio/mp4",
  "qt  ": "video/quicktime",
  avif: "image/avif",
  avis: "image/avif",
  heic: "image/heic",
  heix: "image/heic",
  mif1: "image/heif",
  msf1: "image/heif",
};

/** Containers that have sound alone as well. Only a parser could tell, so there the sender is believed. */
const SOUND_OF: Readonly<Record<string, string>> = { "video/mp4": "audio/mp4", "video/webm": "audio/webm" };

/**
 * Finds the type of a file by its first bytes; its name says nothing.
 *
 * @param bytes the first {@link SNIFFED_BYTES}
 * @param declared the sender's `content-type`
 */
export function sniff(bytes: Uint8Array, declared = ""): string {
  const found = typeOf(bytes);
  return (declared.startsWith("audio/") ? SOUND_OF[found] : undefined) ?? found;
}

function typeOf(bytes: Uint8Array): string {
  const known = SIGNATURES.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte));
  if (known !== undefined) return known[0];
  if (ascii(bytes, 0, 4) === "RIFF") return RIFF[ascii(bytes, 8, 4)] ?? UNKNOWN;
  if (ascii(bytes, 4, 4) === "ftyp") return BRANDS[ascii(bytes, 8, 4)] ?? "video/mp4";
  if (ascii(bytes, 0, 4) === "\x1aE\xdf\xa3") {
    return ascii(bytes, 0, 64).includes("webm") ? "video/webm" : "video/x-matroska";
  }
  return textType(bytes);
}

const UNKNOWN = "application/octet-stream";
const RIFF: Readonly<Record<string, string>> = { WEBP: "image/webp", WAVE: "audio/wav" };

/** Text has no control characters. With a tag at its start, browsers take it for a document. */
function textType(bytes: Uint8Array): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these tell text from everything else
  if (bytes.length === 0 || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(ascii(bytes, 0, bytes.length))) return UNKNOWN;
  const start = new TextDecoder().decode(bytes).trimStart();
  if (!start.startsWith("<")) return "text/plain";
  if (/<svg[\s>]/i.test(start)) return "image/svg+xml";
  return start.startsWith("<?xml") ? "text/xml" : "text/html";
}
