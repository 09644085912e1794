import * as v from "valibot";
import {
  AckCommand,
  BlockCommand,
  CastCommand,
  ClaimCommand,
  type Command,
  HelloCommand,
  ListCommand,
  ListReactionsCommand,
  ModerateCommand,
  ReadCommand,
  RemovePreviewCommand,
  ReportCommand,
  SignOutCommand,
  TypingCommand,
} from "./commands.ts";
import type { ErrorCode } from "./error-codes.ts";
import type { ParseLimits } from "./extra-fields.ts";
import { SentFiles } from "./files.ts";
import { echoedId, type Read, refuse, safeObject } from "./frame.ts";
import type { Json, JsonObject } from "./json.ts";
import { MessageCommand } from "./log-commands.ts";
import { LOG_COMMANDS, LOG_FIELD_ERRORS, parseFields, withinLimits } from "./parse-log-command.ts";
import { isShownAsMessage, RESERVED_TYPES } from "./server-objects.ts";

const V1Command = v.variant("type", [
  HelloCommand,
  ...LOG_COMMANDS,
  TypingCommand,
  CastCommand,
  AckCommand,
  ReadCommand,
  ModerateCommand,
  ReportCommand,
  ClaimCommand,
  v.variant("what", [ListCommand, ListReactionsCommand]),
  BlockCommand,
  SignOutCommand,
  RemovePreviewCommand,
]);

/** P12.4. */
const FilesCommand = v.object({ ...MessageCommand.entries, files: SentFiles });

/** The error code for an invalid field. */
const FIELD_ERRORS: Readonly<Record<string, ErrorCode>> = {
  ...LOG_FIELD_ERRORS,
  v: "hello_expected",
  since: "bad_since",
  token: "bad_token",
  invite: "bad_invitation",
  challenge: "bad_challenge",
  action: "bad_action",
  reason: "bad_action",
  secret: "bad_claim",
};

/** A command to moderate, with its fields as they came. */
export interface UnreadAction {
  readonly type: "moderate";
  readonly id: string;
  readonly fields: JsonObject;
}

/** The fields of a `hello` that only reads. No other counts, and so none can be invalid (P3.35). */
const READER_FIELDS: ReadonlySet<string> = new Set(["type", "v", "readOnly", "since", "binary", "compact"]);

function countingFields(object: JsonObject): JsonObject {
  if (object.type !== "hello" || object.readOnly !== true) return object;
  return Object.fromEntries(Object.entries(object).filter(([field]) => READER_FIELDS.has(field)));
}

/** Most commands are messages, which are not compared with every other then. */
function schemaFor({ files, type }: JsonObject): v.GenericSchema<unknown, v.InferOutput<typeof V1Command>> {
  if (type !== "message") return V1Command;
  return files === undefined ? MessageCommand : FilesCommand;
}

/**
 * Parses an object of a frame of the v1 dialect (P3), except for a moderation action (`parseAction`). Pure; never throws.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parseCommand(value: Json, limits: ParseLimits): Read<Exclude<Command, ModerateCommand> | UnreadAction> {
  const read = safeObject(value);
  if (!read.ok) return read;
  const parsed = parseFields(schemaFor(read.value), FIELD_ERRORS, countingFields(read.value));
  if (!parsed.ok) return parsed.error.code === "bad_id" ? refuse("bad_id", echoedId(read.value)) : parsed;
  const command = parsed.value;
  switch (command.type) {
    case "message":
    case "edit":
      return withinLimits(command, read.value, limits);
    case "cast": {
      // Plain connections receive the data as it is, so it must not look like an object from the server (P2.7, P2.11).
      const { type } = command.data;
      const isReserved = typeof type === "string" && RESERVED_TYPES.has(type);
      return isReserved || isShownAsMessage(command.data) ? refuse("reserved_type") : { ok: true, value: command };
    }
    case "moderate":
      return { ok: true, value: { type: "moderate", id: command.id, fields: read.value } };
    case "read":
      return { ok: true, value: { type: "ack", seq: command.seq } };
    default:
      return { ok: true, value: command };
  }
}
