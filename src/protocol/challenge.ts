import * as v from "valibot";
import { MAX_ANSWER_LENGTH } from "./limits.ts";

const ProofOfWork = v.object({
  kind: v.literal("pow"),
  salt: v.string(),
  /** Leading zero bits of SHA-256 of `<salt>.<counter>`, for a counter that the client has to find. */
  bits: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
/** P10.2: a challenge that takes a client some computing time. */
export type ProofOfWork = Readonly<v.InferOutput<typeof ProofOfWork>>;

const TurnstileChallenge = v.object({ kind: v.literal("turnstile"), siteKey: v.string() });

export const Challenge = v.variant("kind", [ProofOfWork, TurnstileChallenge]);
/** P10.1: a challenge for a new guest. */
export type Challenge = Readonly<v.InferOutput<typeof Challenge>>;

export const ChallengeAnswer = v.object({
  kind: v.picklist(["pow", "turnstile"]),
  /** `<salt>.<counter>`, or the token of the Turnstile widget. */
  answer: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ANSWER_LENGTH)),
});
/** P10.1: the answer to a challenge. */
export interface ChallengeAnswer extends Readonly<v.InferOutput<typeof ChallengeAnswer>> {
  /** Set by the Worker after it had the answer verified, never by a client. */
  readonly verdict?: AnswerVerdict;
}

/** The result of verifying an answer elsewhere; `unavailable` if the service didn't respond. */
export type AnswerVerdict = "passed" | "failed" | "unavailable";

/** Counts the zero bits at the beginning of a hash. */
export function leadingZeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
