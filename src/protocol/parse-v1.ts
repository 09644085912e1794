import type { Command } from "./commands.ts";
import type { ParseLimits } from "./extra-fields.ts";
import type { Read } from "./frame.ts";
import { parseAction } from "./moderation-action.ts";
import { parseCommand } from "./parse-command.ts";

/** The WebSocket subprotocol of the v1 dialect (P1.3). */
export const V1 = "parley.v1";

/**
 * Parses a frame of the v1 dialect (P3). Pure; never throws.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parseV1(frame: string | ArrayBuffer, limits: ParseLimits): Read<Command> {
  const read = parseCommand(frame, limits);
  if (!read.ok) return read;
  const command = read.value;
  if (command.type !== "moderate") return { ok: true, value: command };
  const { fields, id, type } = command;
  const action = parseAction(fields, id);
  return action.ok ? { ok: true, value: { type, id, ...action.value } } : action;
}
