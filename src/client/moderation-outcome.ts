import type { NewInvitation } from "../protocol/moderation.ts";
import type { Answer } from "./requests.ts";

/** What a moderation action resulted in. */
export interface ModerationOutcome {
  /** The new invite. */
  readonly invitation?: NewInvitation;
  /** Whether an address was banned or muted (P9.13). */
  readonly address?: boolean;
}

/** Reads the response to `moderate`. */
export function outcomeOf(answer: Answer): ModerationOutcome {
  if (answer.type !== "done") return {};
  const { address, invitation } = answer;
  return { ...(invitation === undefined ? {} : { invitation }), ...(address === undefined ? {} : { address }) };
}
