import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import { Challenge, type ChallengeAnswer, leadingZeroBits, type ProofOfWork } from "../protocol/challenge.ts";
import type { Clock } from "./clock.ts";
import type { ConnectOptions } from "./connect-options.ts";

/** Hashes between two pauses: about 20 ms on a phone, so that a page stays responsive. */
const SLICE = 4_000;

/** Leading zero bits beyond which a solution would take minutes. No room asks for as many. */
const MAX_BITS = 24;

/**
 * Answers the challenge of a room (P10.1).
 *
 * @param received the challenge, as the server sent it
 * @param signal ends the search
 * @throws if the signal aborts, or if the challenge can't be answered
 */
export async function answerChallenge(
  received: unknown,
  solveTurnstile: ConnectOptions["solveTurnstile"],
  clock: Pick<Clock, "after">,
  signal: AbortSignal,
): Promise<ChallengeAnswer> {
  const challenge = v.parse(Challenge, received);
  const { kind } = challenge;
  if (kind === "pow") return { kind, answer: await solveProofOfWork(challenge, clock, signal) };
  if (solveTurnstile === undefined) throw new TypeError("The option solveTurnstile is missing.");
  return { kind, answer: await solveTurnstile(challenge.siteKey, signal) };
}

/** Searches for `<salt>.<counter>` with enough zero bits (P10.2), a slice at a time. */
async function solveProofOfWork(
  { bits, salt }: ProofOfWork,
  clock: Pick<Clock, "after">,
  signal: AbortSignal,
): Promise<string> {
  if (bits > MAX_BITS) throw new RangeError(`A proof of work of ${bits} bits is too hard.`);
  for (let counter = 0; ; counter += 1) {
    const answer = `${salt}.${counter}`;
    if (leadingZeroBits(sha256(utf8ToBytes(answer))) >= bits) return answer;
    if (counter % SLICE === SLICE - 1) {
      await new Promise<void>((resolve) => void clock.after(0, resolve));
      signal.throwIfAborted();
    }
  }
}
