import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { toBase64Url } from "../../room/tokens/base64url.ts";
import { isEqual } from "../../room/tokens/secrets.ts";

/** Milliseconds for which a pass is valid (P12.11). */
export const PASS_MS = 60 * 60 * 1_000;

/** The files that a pass opens: the files of a room, or those as well that only moderators may see. */
export type PassKind = "read" | "moderate";

/** Makes a pass: `<until>.<kind>.<mac>`. It names no one, because the room has decided who gets one. */
export function makePass(key: Uint8Array, kind: PassKind, until: number): string {
  const claim = `${until}.${kind}`;
  return `${claim}.${toBase64Url(hmac(sha256, key, utf8ToBytes(claim)))}`;
}

/**
 * Checks a pass.
 *
 * @param now milliseconds since 1970
 * @returns `undefined` if it is not valid, or no longer
 */
export function readPass(key: Uint8Array, pass: string, now: number): PassKind | undefined {
  const [until = "", kind] = pass.split(".");
  if ((kind !== "read" && kind !== "moderate") || !(Number(until) > now)) return undefined;
  return isEqual(pass, makePass(key, kind, Number(until))) ? kind : undefined;
}
