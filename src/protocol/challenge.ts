import * as v from "valibot";
import { integer } from "./fields.ts";

const ProofOfWork = v.object({
  kind: v.literal("pow"),
  salt: v.string(),
  /** Leading zero bits of SHA-256 of `<salt>.<counter>`, for a counter that the client has to find. */
  bits: integer(0),
});
/** P10.2: a challenge that takes a client some computing time. */
export type ProofOfWork = Readonly<v.InferOutput<typeof ProofOfWork>>;

const TurnstileChallenge = v.object({ kind: v.literal("turnstile"), siteKey: v.string() });

export const Challenge = v.variant("kind", [ProofOfWork, TurnstileChallenge]);
/** P10.1: a challenge for a new guest. */
export type Challenge = Readonly<v.InferOutput<typeof Challenge>>;

/** Counts the zero bits at the beginning of a hash. */
export function leadingZeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
