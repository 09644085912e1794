import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { isEqual } from "./secrets.ts";

/** Lifetime of a room token, in milliseconds. Every `welcome` issues a new one. */
const VALID_FOR_MS = 90 * 24 * 60 * 60 * 1_000;

/** Length of the truncated MAC, in bytes. 128 bits cannot be guessed over a network. */
const MAC_BYTES = 16;

const TOKEN = /^(?<claims>(?<uid>[a-z0-9]{1,36})\.(?<expiry>\d{1,15}))\.(?<tag>[0-9a-f]{32})$/;

/**
 * Signs a guest's token: the user's id in this room, signed with the room's own key. It contains no secrets and is
 * valid in this room only, because every room generates its own key.
 *
 * Format: `<uid>.<expiry>.<mac>`, with the expiry in milliseconds since 1970 and the MAC of the preceding part in hex.
 *
 * @param now milliseconds since 1970
 */
export function signToken(key: Uint8Array, uid: string, now: number): string {
  const claims = `${uid}.${now + VALID_FOR_MS}`;
  return `${claims}.${mac(key, claims)}`;
}

/**
 * Verifies a token.
 *
 * @returns the uid, or `undefined` if the token is malformed, expired or not from this room
 */
export function verifyToken(key: Uint8Array, token: string, now: number): string | undefined {
  const { claims, uid, expiry, tag } = TOKEN.exec(token)?.groups ?? {};
  if (claims === undefined || tag === undefined) return undefined;
  return isEqual(mac(key, claims), tag) && now < Number(expiry) ? uid : undefined;
}

/** When a valid token was issued, in milliseconds since 1970. */
export function issuedAt(token: string): number {
  return Number(TOKEN.exec(token)?.groups?.expiry) - VALID_FOR_MS;
}

/** Whether a text has the format of a room token. A JWT never does, because its parts are encoded JSON. */
export function isGuestToken(text: string): boolean {
  return TOKEN.test(text);
}

const BOT_TOKEN = /^bot_[\w-]{43}$/;

/** Marks a bot's token, so that scanners for leaked secrets can find it. */
export const BOT_TOKEN_PREFIX = "bot_";

/** Whether a text has the format of a bot's token (P15.4). */
export function isBotToken(text: string): boolean {
  return BOT_TOKEN.test(text);
}

/** Length of a uid, the same as from `TurnContext.newId`. */
const UID_LENGTH = 16;
const UID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Derives the uid of a client that has no token yet and may have to repeat its `hello` before it receives one (P8.15).
 * The same nonce gives the same uid, in this room only.
 *
 * @param nonce random text chosen by the client, as secret as a token
 */
export function uidOfNonce(key: Uint8Array, nonce: string): string {
  // The prefix contains a space, which token claims never do, so a nonce cannot be used to forge a token.
  const bytes = hmac(sha256, key, utf8ToBytes(`nonce ${nonce}`)).subarray(0, UID_LENGTH);
  return Array.from(bytes, (byte) => UID_ALPHABET[byte % UID_ALPHABET.length]).join("");
}

function mac(key: Uint8Array, claims: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(claims)).subarray(0, MAC_BYTES));
}
