import type { LogCommand } from "../protocol/commands.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { LogEvent, Message } from "../protocol/events.ts";
import { MAX_REACTION_EMOJI } from "../protocol/limits.ts";
import type { History } from "./history.ts";
import type { Present } from "./session.ts";
import type { Turn } from "./turn.ts";

/** The event that a command becomes, or the code of the error that it gets. */
export type Decision =
  | { readonly ok: true; readonly event: LogEvent }
  | { readonly ok: false; readonly code: ErrorCode };

/**
 * Decides what a command becomes. Reads the history, writes nothing.
 *
 * @param session who sends it
 */
export function decide(history: History, session: Present, command: LogCommand, turn: Turn): Decision {
  const stamp = { seq: history.head() + 1, at: turn.now, uid: session.uid, id: command.id ?? turn.newId() };
  switch (command.type) {
    case "message": {
      const { extra, message, replyTo, username = session.username } = command;
      if (replyTo !== undefined && history.message(replyTo) === undefined) return refused("no_target");
      const event = { ...extra, type: "message", ...stamp, username, message } as const;
      return accepted(replyTo === undefined ? event : { ...event, replyTo });
    }
    case "edit": {
      const { target, message } = command;
      const code = whyNotOwn(history.message(target), session.uid);
      return code === undefined ? accepted({ type: "edit", ...stamp, target, message }) : refused(code);
    }
    case "delete": {
      const { target } = command;
      const code = whyNotOwn(history.message(target), session.uid);
      return code === undefined ? accepted({ type: "delete", ...stamp, target }) : refused(code);
    }
    case "reaction": {
      const { target, emoji, on } = command;
      const message = history.message(target);
      const code = whyNot(message) ?? (on && isFull(message, emoji) ? "too_many_reactions" : undefined);
      return code === undefined ? accepted({ type: "reaction", ...stamp, target, emoji, on }) : refused(code);
    }
    case "rename": {
      const { username } = command;
      return accepted({ type: "notice", ...stamp, notice: "rename", username, previous: session.username });
    }
  }
}

function accepted(event: LogEvent): Decision {
  return { ok: true, event };
}

function refused(code: ErrorCode): Decision {
  return { ok: false, code };
}

function whyNot(message: Message | undefined): ErrorCode | undefined {
  if (message === undefined) return "no_target";
  return message.deleted ? "target_deleted" : undefined;
}

function whyNotOwn(message: Message | undefined, uid: string): ErrorCode | undefined {
  return whyNot(message) ?? (message?.uid === uid ? undefined : "not_yours");
}

function isFull(message: Message | undefined, emoji: string): boolean {
  const reactions = message?.reactions ?? [];
  return reactions.length >= MAX_REACTION_EMOJI && !reactions.some((reaction) => reaction.emoji === emoji);
}
