import type { RoomError } from "../../client/index.ts";
import type { AllWords, LaterCatalogue } from "./later/catalogue.ts";

/** Errors whose words speak to a developer, said to a person. */
const REFUSALS: { readonly [code: string]: keyof LaterCatalogue["errors"] | undefined } = {
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
};

/** Why something was refused. The room's own words stand for what is not known here. */
export function refusalWords({ errors }: AllWords, { code, message }: RoomError): string {
  const known = REFUSALS[code];
  return known === undefined ? message : errors[known];
}
