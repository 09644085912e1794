import type { RoomError, Status } from "../client/index.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import type { Note } from "./log/notes.ts";

/** The state of the connection, in a word or two. */
export function statusWords({ state }: Status): string {
  switch (state) {
    case "connecting":
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

/** What the person should know of a connection that will not come back by itself, and what the way back says. */
export interface Advice {
  readonly text: string;
  readonly action: string;
}

const ENTER_AGAIN = "Enter again";

/** Close codes (P6) that have more to say than their number. */
const FAREWELLS: { readonly [code: number]: Advice } = {
  [CLOSE.notThisProtocol]: {
    text: "This page and the room do not understand each other. It may help to load the page anew.",
    action: ENTER_AGAIN,
  },
  [CLOSE.badToken]: {
    text: "The room does not know you any more. You can enter as a new person; what you said before stays.",
    action: "Enter as a new person",
  },
  4403: { text: "You were removed from this room.", action: ENTER_AGAIN },
  4404: { text: "This room is closed.", action: ENTER_AGAIN },
};

/** The advice for a connection, or `undefined` while it may come back. */
export function statusAdvice(status: Status): Advice | undefined {
  switch (status.state) {
    case "disconnected":
      return { text: "You left the room.", action: ENTER_AGAIN };
    case "failed": {
      const why = status.reason === "" ? ` (code ${status.code}).` : `: ${status.reason}`;
      return FAREWELLS[status.code] ?? { text: `The room closed the connection${why}`, action: ENTER_AGAIN };
    }
    case "connecting":
    case "entered":
    case "reconnecting":
      return undefined;
  }
}

/** Errors whose words speak to a developer, said to a person. Of some there is nothing to say: the page shows it otherwise. */
const REFUSALS: { readonly [code: string]: string | undefined } = {
  too_large: "This message takes too much room. Please shorten it.",
  bad_encoding: "This message has a damaged character (�). Please remove it.",
  bad_message: "This message has characters that cannot be shown. Please remove them.",
  bad_username: "The room does not take your name. Please choose another.",
  message_too_long: "This message is too long. Please shorten it.",
  internal: "The room could not store this. Please send it again.",
  outbox_full: "Too much waits to be sent already. Please wait for the room to be back.",
  unanswered: "The room did not answer. It may be stored all the same.",
  uncertain: "It was sent before you entered anew, and may be stored.",
  no_target: "There is no such message any more.",
  target_deleted: "This message was deleted.",
  http: "The older messages could not be loaded. Please try again.",
  closed: undefined,
  superseded: undefined,
  storage: undefined,
};

/** Why something was refused, or `undefined` where that need not be said. The room's own words stand for what is not known here. */
export function refusalWords({ code, message }: RoomError): string | undefined {
  return code in REFUSALS ? REFUSALS[code] : message;
}

/** How many more characters a message may have, said only when it matters. */
export function remainingWords(left: number, limit: number): string | undefined {
  if (left < 0) return `${(-left).toLocaleString()} too many`;
  return left <= limit / 10 ? `${left.toLocaleString()} left` : undefined;
}

/** Names that are told one by one; of more, only how many. */
const NAMED = 3;

const and = new Intl.ListFormat("en-GB");

/** Several names as one would say them. */
export function listWords(names: readonly string[]): string {
  const others = names.length - NAMED;
  return and.format(others > 1 ? [...names.slice(0, NAMED), `${others} others`] : names);
}

/** What happened, in between the messages. */
export function noteWords(note: Note): string {
  if (note.kind === "rename") return `${note.previous} is now ${note.username}`;
  const said = (isHere: boolean, did: string) => {
    const names = [...note.people.values()].filter((person) => person.isHere === isHere);
    return names.length === 0 ? [] : [`${listWords(names.map(({ username }) => username))} ${did}`];
  };
  return [...said(true, "entered"), ...said(false, "left")].join(" · ");
}

/** Who is typing. */
export function typingWords(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  if (names.length > NAMED) return "Several people are writing …";
  return `${listWords(names)} ${names.length === 1 ? "is" : "are"} writing …`;
}
