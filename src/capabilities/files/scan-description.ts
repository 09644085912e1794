import { bytesToHex } from "@noble/hashes/utils.js";
import { fromBase64 } from "../../worker/outgoing/base64.ts";
import type { StoredFile } from "./stored-file.ts";

/** The description of a file for a scanner (P12.20): JSON in ASCII, as a header needs it. */
export function describeFile(room: string, { hash, id, name, size, type }: StoredFile): string {
  const bytes = fromBase64(hash.replaceAll("-", "+").replaceAll("_", "/"));
  if (bytes === undefined) throw new Error("not a hash");
  return JSON.stringify({ room, id, name, type, size, sha256: bytesToHex(bytes) }).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
