import type { RoomError } from "../../../client/index.ts";
import type { AllWords, LazyCatalogue } from "../../i18n/catalogue.ts";
import { type NameFault, nameFaultOf } from "../../model/name-fault.ts";
import { nameFaultText } from "../join/check-name.ts";

/** Errors whose words speak to a developer, said to a person. */
const REFUSALS: { readonly [code: string]: keyof LazyCatalogue["errors"] | undefined } = {
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
  not_allowed: "notAllowed",
  no_person: "noPerson",
  no_report: "goneAlready",
  no_invitation: "goneAlready",
  bad_claim: "badClaim",
  too_many: "tooMany",
  bad_action: "badAction",
  bad_command: "badAction",
  bad_hook: "badAction",
  not_found: "goneAlready",
  bad_word: "badWord",
  muted: "muted",
  members_write: "membersWrite",
  room_locked: "roomLocked",
  slow_mode: "slowMode",
  blocked_word: "blockedWord",
  challenge_needed: "challengeNeeded",
  bad_challenge: "challengeNeeded",
  challenge_unavailable: "challengeUnavailable",
  newcomer: "newcomer",
  read_only: "readOnly",
  links_not_allowed: "linksNotAllowed",
  repeated: "repeated",
  shouting: "shouting",
  unreadable: "unreadable",
  storage_full: "storageFull",
  no_room: "noRoom",
  no_file: "noFile",
  file_too_large: "fileTooLarge",
  file_type: "fileType",
  file_rejected: "fileRejected",
  scan_unavailable: "scanUnavailable",
  quota: "quota",
  extra_too_large: "tooLarge",
  rate_limited: "rateLimited",
  command_failed: "commandFailed",
  bad_url: "badUrl",
  unknown_command: "unknownCommand",
  command_person: "commandPerson",
  command_nobody: "commandNobody",
  command_several: "commandSeveral",
  command_time: "commandTime",
  command_seconds: "commandSeconds",
  command_name: "commandName",
  command_message: "commandMessage",
};

const NAME_FAULTS: readonly NameFault[] = ["missing", "unshowable", "length", "taken", "reserved"];

/** Why the room rejected a name. */
export function nameRefusalWords(words: AllWords, error: RoomError): string {
  const fault = nameFaultOf(error);
  if (fault !== undefined) return nameFaultText(words, fault);
  // The words for `http` are about older messages.
  return error.code === "http" ? words.errors.internal : refusalWords(words, error);
}

/** The reason of a refusal. The room's own words stand for what is not known here. */
export function refusalWords(words: AllWords, { code, message }: RoomError): string {
  const { errors } = words;
  // A name that was asked for by a command is refused in the words of the field for it.
  const fault = NAME_FAULTS.find((one) => code === `name_${one}`);
  if (fault !== undefined) return nameFaultText(words, fault);
  const known = REFUSALS[code];
  if (known === undefined) return message;
  const said = errors[known];
  // Of a command that was typed, the message is what the fault is about.
  return typeof said === "function" ? said(message) : said;
}
