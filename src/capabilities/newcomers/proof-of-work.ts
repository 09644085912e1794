import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { leadingZeroBits, type ProofOfWork } from "../../protocol/challenge.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { isEqual } from "../../room/tokens/secrets.ts";

/** Zero bits: 131,072 hashes on average, which take a phone of these years about a second. docs/floods.md has figures. */
export const PROOF_BITS = 17;

/** Milliseconds for which a challenge can be answered: a slow phone with bad luck needs a minute. */
const VALID_FOR_MS = 5 * 60 * 1_000;

/** Bytes of the MAC that are kept: 128 bits, as in a room token. */
const MAC_BYTES = 16;

/** A salt, and the counter that its solver found. */
const ANSWER =
  /^(?<salt>(?<claims>(?<expiry>\d{1,15})\.(?<bits>\d{1,2})\.[a-z0-9]{16})\.(?<tag>[0-9a-f]{32}))\.\d{1,15}$/;

/**
 * Makes a challenge that is valid in this room only, because every room has a key of its own (P10.2). The room keeps
 * nothing of it: the salt says how hard it is and when it expires, and the MAC that the room said so.
 *
 * Shape of the salt: `<expiry>.<bits>.<random>.<mac>`.
 *
 * @param bits leading zero bits of a solution
 */
export function newProofOfWork(key: Uint8Array, { newId, now }: TurnContext, bits = PROOF_BITS): ProofOfWork {
  const claims = `${now + VALID_FOR_MS}.${bits}.${newId()}`;
  return { kind: "pow", salt: `${claims}.${mac(key, claims)}`, bits };
}

/**
 * Verifies an answer, except that it is the first one.
 *
 * @param now milliseconds since 1970
 * @returns the salt that it solves and until when that is valid, or `undefined` if it solves none of this room's
 */
export function verifyProof(key: Uint8Array, answer: string, now: number): { salt: string; until: number } | undefined {
  const { bits, claims, expiry, salt, tag } = ANSWER.exec(answer)?.groups ?? {};
  if (claims === undefined || salt === undefined || tag === undefined) return undefined;
  if (!isEqual(mac(key, claims), tag) || now >= Number(expiry)) return undefined;
  const isSolved = leadingZeroBits(sha256(utf8ToBytes(answer))) >= Number(bits);
  return isSolved ? { salt, until: Number(expiry) } : undefined;
}

function mac(key: Uint8Array, claims: string): string {
  // No token's claims begin like this, so a salt is never a token.
  return bytesToHex(hmac(sha256, key, utf8ToBytes(`challenge ${claims}`)).subarray(0, MAC_BYTES));
}
