import type { Command } from "./commands.ts";
import type { ParseLimits } from "./extra-fields.ts";
import { type Read, readFrame, refuse } from "./frame.ts";
import type { Json } from "./json.ts";
import { MAX_FRAME_COMMANDS } from "./limits.ts";
import { parseAction } from "./moderation-action.ts";
import { parseCommand } from "./parse-command.ts";

/** The WebSocket subprotocol of the v1 dialect (P1.3). */
export const V1 = "parley.v1";

/**
 * Parses a frame of the v1 dialect (P3): a command, or an array of them (P3.21). Pure; never throws.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 * @returns the commands and the errors of those that are invalid, in order; one at least
 */
export function parseV1Frame(frame: string | ArrayBuffer, limits: ParseLimits): readonly Read<Command>[] {
  const read = readFrame(frame);
  if (!read.ok) return [read];
  const { value } = read;
  if (Array.isArray(value) && value.length > MAX_FRAME_COMMANDS) return [refuse("too_large")];
  return Array.isArray(value) && value.length > 0
    ? value.map((object) => parseObject(object, limits))
    : [parseObject(value, limits)];
}

/**
 * Parses a frame of one command, as `parseV1Frame` does.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parseV1(frame: string | ArrayBuffer, limits: ParseLimits): Read<Command> {
  const read = readFrame(frame);
  return read.ok ? parseObject(read.value, limits) : read;
}

function parseObject(value: Json, limits: ParseLimits): Read<Command> {
  const read = parseCommand(value, limits);
  if (!read.ok) return read;
  const command = read.value;
  if (command.type !== "moderate") return { ok: true, value: command };
  const { fields, id, type } = command;
  const action = parseAction(fields, id);
  return action.ok ? { ok: true, value: { type, id, ...action.value } } : action;
}
