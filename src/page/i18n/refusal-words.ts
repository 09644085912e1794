import type { RoomError } from "../../client/index.ts";
import type { Catalogue, Words } from "./catalogue.ts";

/** Errors whose words speak to a developer, said to a person. Of some there is nothing to say: the page shows it otherwise. */
const REFUSALS: { readonly [code: string]: keyof Catalogue["errors"] | undefined } = {
  too_large: "tooLarge",
  bad_encoding: "badEncoding",
  bad_message: "badMessage",
  bad_username: "badUsername",
  message_too_long: "messageTooLong",
  internal: "internal",
  outbox_full: "outboxFull",
  unanswered: "unanswered",
  uncertain: "uncertain",
  no_target: "noTarget",
  target_deleted: "targetDeleted",
  http: "olderNotLoaded",
  closed: undefined,
  superseded: undefined,
  storage: undefined,
};

/** Whether there is something to say about an error. */
export function isTold({ code }: RoomError): boolean {
  return !(code in REFUSALS) || REFUSALS[code] !== undefined;
}

/** Why something was refused, or `undefined` where that need not be said. The room's own words stand for what is not known here. */
export function refusalWords({ errors }: Words, { code, message }: RoomError): string | undefined {
  if (!(code in REFUSALS)) return message;
  const known = REFUSALS[code];
  return known && errors[known];
}
