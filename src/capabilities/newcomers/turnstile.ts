import * as v from "valibot";
import type { AnswerVerdict } from "../../protocol/challenge-answer.ts";
import { Deadline } from "../../worker/base/deadline.ts";
import { logFailure } from "../../worker/base/logger.ts";

const SITEVERIFY_URL = "https://challenges.cloudflare.com/turnstile/v0/siteverify";

/** Milliseconds for Turnstile to answer. The guest's other frames wait for it. */
const VERIFY_WITHIN_MS = 5_000;

/** Errors that are not the guest's: of the secret, of our request, or of Turnstile itself. */
const OUR_ERRORS: ReadonlySet<string> = new Set([
  "missing-input-secret",
  "invalid-input-secret",
  "bad-request",
  "internal-error",
]);

const Outcome = v.object({
  success: v.boolean(),
  hostname: v.exactOptional(v.string()),
  "error-codes": v.optional(v.array(v.string()), []),
});

/**
 * Has Turnstile verify an answer, which it does once for each (P10.3). Nothing about the guest is sent along.
 *
 * @param answer the token that the widget gave
 * @param isOurs whether a widget on this host may answer for this deployment
 */
export async function verifyTurnstile(
  answer: string,
  secret: string,
  isOurs: (hostname: string) => boolean,
): Promise<AnswerVerdict> {
  using deadline = new Deadline(VERIFY_WITHIN_MS);
  try {
    const response = await fetch(SITEVERIFY_URL, {
      method: "POST",
      body: new URLSearchParams({ secret, response: answer }),
      signal: deadline.signal,
    });
    const outcome = v.parse(Outcome, await response.json());
    const ours = outcome["error-codes"].filter((code) => OUR_ERRORS.has(code));
    if (ours.length > 0) throw new Error(`Turnstile: ${ours.join(", ")}`);
    return outcome.success && isOurs(outcome.hostname ?? "") ? "passed" : "failed";
  } catch (error) {
    logFailure("turnstile_unavailable", error);
    return "unavailable";
  }
}
