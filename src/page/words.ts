import type { Status } from "../client/status.ts";
import { MAX_MESSAGE_CHARACTERS } from "../protocol/limits.ts";

/** The state of the connection, in a word or two. */
export function statusWords({ state }: Status): string {
  switch (state) {
    case "entering":
      return "Entering…";
    case "entered":
      return "Entered";
    case "reconnecting":
      return "Reconnecting…";
    case "disconnected":
      return "Disconnected";
    case "failed":
      return "Failed";
  }
}

/** What the person should know about a connection that will not come back by itself, or `undefined` while it may. */
export function statusAdvice(status: Status): string | undefined {
  switch (status.state) {
    case "disconnected":
      return "You left the room.";
    case "failed":
      return status.reason === ""
        ? `The room closed the connection (code ${status.code}).`
        : `The room closed the connection: ${status.reason}`;
    case "entering":
    case "entered":
    case "reconnecting":
      return undefined;
  }
}

/** Errors whose words on the wire speak to a developer, said to a person. */
const REFUSALS: { readonly [code: string]: string } = {
  too_large: "This message takes too much room. Please shorten it.",
  bad_encoding: "This message has a damaged character (�). Please remove it.",
  bad_message: "This message has characters that cannot be shown. Please remove them.",
  bad_username: "The room does not take your name. Please choose another.",
  message_too_long: "This message is too long. Please shorten it.",
  internal: "The room could not store this message. Please send it again.",
};

/**
 * Why something was refused.
 *
 * @param code the error's code (P2.4)
 * @param fallback for codes that have no words here: those of the room
 */
export function refusalWords(code: string, fallback: string): string {
  return REFUSALS[code] ?? fallback;
}

/** How many more characters a message may have, said only when it matters. */
export function remainingWords(left: number): string | undefined {
  if (left < 0) return `${(-left).toLocaleString()} too many`;
  return left <= MAX_MESSAGE_CHARACTERS / 10 ? `${left.toLocaleString()} left` : undefined;
}
