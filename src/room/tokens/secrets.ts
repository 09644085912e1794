import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { toBase64Url } from "./base64url.ts";

/** Minimum length of `OWNER_TOKEN`: impossible to guess in any common alphabet. */
export const MIN_OWNER_TOKEN_LENGTH = 32;

/** Compares two texts in constant time. */
export function isEqual(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
}

/** Hashes an invitation's secret for storage (P9.7). It is 128 random bits, so it needs no salt. */
export function hashOfSecret(secret: string): string {
  return bytesToHex(sha256(utf8ToBytes(secret)));
}

/** Makes a key for tokens: 256 bits from ids, of which each has 82 random bits. */
export function newKey(newId: () => string): Uint8Array {
  return sha256(utf8ToBytes(Array.from({ length: 4 }, newId).join("")));
}

/** The payload of a claim. The MAC proves that the owner created it. */
export interface ClaimTicket {
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly expiry: number;
}

/**
 * Computes the MAC of a claim (P9.2).
 *
 * @param token the deployment's `OWNER_TOKEN`
 * @param room name of the room to be claimed
 */
export function claimMac(token: string, room: string, { expiry, nonce }: ClaimTicket): string {
  const claim = ["claim", room, String(expiry), nonce].join("\0");
  return toBase64Url(hmac(sha256, utf8ToBytes(token), utf8ToBytes(claim)));
}

const CLAIM = /^(?<expiry>\d{1,15})\.(?<nonce>[\w-]{16,64})\.(?<tag>[\w-]{43})$/;

/**
 * Verifies the secret of a `claim` (P9.2).
 *
 * @param now milliseconds since 1970
 * @returns `"token"` for the owner's token itself, the ticket of a valid claim, or `undefined`
 */
export function readClaim(secret: string, token: string, room: string, now: number): "token" | ClaimTicket | undefined {
  if (isEqual(secret, token)) return "token";
  const { expiry, nonce, tag } = CLAIM.exec(secret)?.groups ?? {};
  if (expiry === undefined || nonce === undefined || tag === undefined) return undefined;
  const ticket = { nonce, expiry: Number(expiry) };
  return isEqual(claimMac(token, room, ticket), tag) && now < ticket.expiry ? ticket : undefined;
}
