import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { isEqual } from "../moderation/secrets.ts";

/** Milliseconds for which a token lets its owner come back; every `welcome` brings a new one. */
const VALID_FOR_MS = 90 * 24 * 60 * 60 * 1_000;

/** Bytes of the MAC that are kept: 128 bits, beyond any guess over a network. */
const MAC_BYTES = 16;

const TOKEN = /^(?<claims>(?<uid>[a-z0-9]{1,36})\.(?<expiry>\d{1,15}))\.(?<tag>[0-9a-f]{32})$/;

/**
 * A guest's token: who the person is in this room, signed with the room's own key. It says nothing secret, and holds
 * for this room only, because every room makes a key for itself.
 *
 * Shape: `<uid>.<expiry>.<mac>`, the expiry in milliseconds since 1970, the MAC in hex over what stands before it.
 *
 * @param now milliseconds since 1970
 */
export function signToken(key: Uint8Array, uid: string, now: number): string {
  const claims = `${uid}.${now + VALID_FOR_MS}`;
  return `${claims}.${mac(key, claims)}`;
}

/**
 * Reads a token.
 *
 * @returns the uid, or `undefined` where the token is not this room's to the letter, or has expired
 */
export function verifyToken(key: Uint8Array, token: string, now: number): string | undefined {
  const { claims, uid, expiry, tag } = TOKEN.exec(token)?.groups ?? {};
  if (claims === undefined || tag === undefined) return undefined;
  return isEqual(mac(key, claims), tag) && now < Number(expiry) ? uid : undefined;
}

/** Whether a text could be a guest's token, and so none of an owner's site: no JSON begins as its parts do. */
export function isGuestToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Characters of a uid, as `Turn.newId` gives one. */
const UID_LENGTH = 16;
const UID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * The uid of somebody who has no token yet, and may have to say hello again before one arrives (P8.15): the same for the
 * same nonce, and in this room only.
 *
 * @param nonce chosen at random by the client, and as secret as a token
 */
export function uidOfNonce(key: Uint8Array, nonce: string): string {
  // No token's claims hold a space, so that no nonce can have one signed.
  const bytes = hmac(sha256, key, utf8ToBytes(`nonce ${nonce}`)).subarray(0, UID_LENGTH);
  return Array.from(bytes, (byte) => UID_ALPHABET[byte % UID_ALPHABET.length]).join("");
}

function mac(key: Uint8Array, claims: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(claims)).subarray(0, MAC_BYTES));
}
