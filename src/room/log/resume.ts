import type { Position } from "../../protocol/commands.ts";
import type { LogEvent, VoidEvent } from "../../protocol/events.ts";
import { MAX_RESUME_EVENTS, MAX_RESUME_LENGTH, RESET_MESSAGES } from "../../protocol/limits.ts";
import type { ResetObject, ResetReason } from "../../protocol/server-objects.ts";
import type { EventLog } from "./event-log.ts";
import type { Viewer } from "./visibility.ts";

/** Messages of a `reset` for an address that has received much (P3.12). */
const BRIEF_MESSAGES = 5;

/**
 * The objects that bring a client up to date with the log (P3.4, P4.4): the events that it missed, or the newest messages in
 * place of what it knew.
 *
 * @param since the newest event that the client has
 * @param viewer whose client it is
 * @param isBrief whether only the newest messages are to be sent, because the address has received much (P3.12)
 */
export function resume(
  log: EventLog,
  since: Position | undefined,
  viewer: Viewer,
  isBrief = false,
): readonly (LogEvent | VoidEvent | ResetObject)[] {
  const reset = (reason: ResetReason): [ResetObject] => {
    const limit = isBrief ? BRIEF_MESSAGES : RESET_MESSAGES;
    return [{ type: "reset", reason, messages: log.page({ limit }, viewer) }];
  };
  if (since === undefined) return reset("new");
  if (since.epoch !== log.identity.epoch) return reset("epoch");
  const behind = log.head() - since.seq;
  if (behind < 0) return reset("ahead");
  if (behind > MAX_RESUME_EVENTS || since.seq < log.oldest() - 1) return reset("behind");
  if (behind === 0) return [];
  // The size in the database comes first: a client that asks for too much costs no reading.
  if (isBrief || log.lengthAfter(since.seq) > MAX_RESUME_LENGTH) return reset("behind");
  const events = log.after(since.seq, viewer);
  return JSON.stringify(events).length > MAX_RESUME_LENGTH ? reset("behind") : events;
}
