import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { type Challenge, leadingZeroBits } from "../../src/protocol/challenge.ts";

/** Answers a proof of work, as a client would that is written from PROTOCOL.md alone. */
export function solve(challenge: Challenge) {
  if (challenge.kind !== "pow") throw new Error(`not a proof of work: ${challenge.kind}`);
  const { bits, kind, salt } = challenge;
  for (let counter = 0; ; counter += 1) {
    const answer = `${salt}.${counter}`;
    if (leadingZeroBits(sha256(utf8ToBytes(answer))) >= bits) return { kind, answer } as const;
  }
}
