import * as v from "valibot";
import { sized } from "./fields.ts";
import { MAX_ANSWER_LENGTH } from "./limits.ts";

export const ChallengeAnswer = v.object({
  kind: v.picklist(["pow", "turnstile"]),
  /** `<salt>.<counter>`, or the token of the Turnstile widget. */
  answer: v.pipe(v.string(), sized(1, MAX_ANSWER_LENGTH)),
});
/** P10.1: the answer to a challenge. */
export interface ChallengeAnswer extends Readonly<v.InferOutput<typeof ChallengeAnswer>> {
  /** Set by the Worker after it had the answer verified, never by a client. */
  readonly verdict?: AnswerVerdict;
}

/** The result of verifying an answer elsewhere; `unavailable` if the service didn't respond. */
export type AnswerVerdict = "passed" | "failed" | "unavailable";
