import type { Status } from "../../client/index.ts";
import { CLOSE } from "../../protocol/close-codes.ts";
import type { AllWords, LazyCatalogue } from "../i18n/catalogue.ts";

/** What the person should know of a connection that will not come back by itself, and what the way back says. */
export interface Advice {
  readonly text: string;
  readonly action: string;
}

/** The advice for a connection, or `undefined` while it may come back. */
export function statusAdvice({ advice: words }: AllWords, status: Status): Advice | undefined {
  switch (status.state) {
    case "disconnected":
      return { text: words.youLeft, action: words.enterAgain };
    case "failed":
      return farewell(words, status);
    case "connecting":
    case "entered":
    case "reconnecting":
    // In place of the room, another name is asked for.
    case "refused":
      return undefined;
  }
}

/** Some close codes (P6) have more to say than their number. */
function farewell(
  words: LazyCatalogue["advice"],
  { code, reason }: { readonly code: number; readonly reason: string },
): Advice {
  switch (code) {
    case CLOSE.notThisProtocol:
      return { text: words.notUnderstood, action: words.enterAgain };
    case CLOSE.badToken:
      return { text: words.unknownToRoom, action: words.enterAsNew };
    case CLOSE.notAllowed:
      return { text: words.removed, action: words.enterAgain };
    case CLOSE.roomClosed:
      return { text: words.roomClosed, action: words.enterAgain };
    default: {
      const text = reason === "" ? words.closedWithCode(code) : words.closedBecause(reason);
      return { text, action: words.enterAgain };
    }
  }
}
