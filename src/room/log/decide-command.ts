import type { LogCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { LogEvent, Message, Reaction } from "../../protocol/events.ts";
import { MAX_REACTION_EMOJI } from "../../protocol/limits.ts";
import type { TurnContext } from "../context.ts";
import type { WordFilter } from "../moderation/word-filter.ts";
import type { NamePolicy } from "../people/name-policy.ts";
import { type Present, viewerOf } from "../people/session.ts";
import type { EventLog } from "./event-log.ts";
import { isShown, messageFor, type StoredMessage } from "./visibility.ts";

/** The event that a command becomes, or the code of the error that it gets. */
export type Decision =
  | {
      readonly ok: true;
      readonly event: LogEvent;
      /** The only person who is shown it, besides moderators (P9.9). */
      readonly onlyFor?: string;
      /** Of a delete: who wrote the message. */
      readonly author?: string;
    }
  | { readonly ok: false; readonly code: ErrorCode };

/** What a command is judged by. */
export interface DecisionContext {
  readonly history: EventLog;
  readonly names: NamePolicy;
  readonly words: WordFilter;
  /** Whether somebody may delete what this person wrote. */
  readonly mayDelete: (author: string) => boolean;
}

/**
 * Decides what a command becomes. Reads the history and the names, writes nothing.
 *
 * @param session who sends it; that they may write is settled
 */
export function decideCommand(
  { history, mayDelete, names, words }: DecisionContext,
  session: Present,
  command: LogCommand,
  turn: TurnContext,
): Decision {
  const { uid } = session;
  const viewer = viewerOf(session);
  const stamp = { seq: history.head() + 1, at: turn.now, uid, id: command.id ?? turn.newId() };
  const verdictOn = (text: string) => (viewer.isModerator ? undefined : words.judge(text));
  switch (command.type) {
    case "message": {
      const { extra, message, replyTo } = command;
      // P8.3: a badge beside a name says that the site knows this person by this name.
      const username = (session.isNameGiven ? undefined : command.username) ?? session.username;
      const isChosen = session.dialect === "plain" && !session.isNameGiven;
      if (isChosen && !names.isFreeForPlain(username, uid, turn.now)) return refused("name_taken");
      const verdict = verdictOn(message);
      if (verdict === "reject" || (username !== session.username && verdictOn(username)))
        return refused("blocked_word");
      const target = replyTo === undefined ? undefined : history.message(replyTo);
      if (replyTo !== undefined && !isOpenTo(target, uid)) return refused("no_target");
      const signedIn = session.signedIn && { signedIn: true as const };
      const event = { ...extra, type: "message", ...stamp, username, message, ...signedIn } as const;
      const isHidden = session.shadowed || verdict === "hide" || target?.onlyFor !== undefined;
      return accepted(replyTo === undefined ? event : { ...event, replyTo }, isHidden ? uid : undefined);
    }
    case "edit": {
      const { target, message } = command;
      const kept = history.message(target);
      const code = whyNot(kept, uid) ?? (kept?.message.uid === uid ? undefined : "not_yours");
      if (code !== undefined) return refused(code);
      const verdict = verdictOn(message);
      if (verdict === "reject") return refused("blocked_word");
      const isHidden = session.shadowed || verdict === "hide" || kept?.onlyFor !== undefined;
      return accepted({ type: "edit", ...stamp, target, message }, isHidden ? uid : undefined);
    }
    case "delete": {
      const { target } = command;
      const kept = history.message(target);
      if (kept === undefined || !isShown(kept.onlyFor, viewer)) return refused("no_target");
      const { message } = kept;
      if (message.deleted) return refused("target_deleted");
      if (message.uid !== uid && !mayDelete(message.uid)) return refused("not_yours");
      return { ...accepted({ type: "delete", ...stamp, target }, kept.onlyFor), author: message.uid };
    }
    case "reaction": {
      const { target, emoji, on } = command;
      const kept = history.message(target);
      const code = whyNot(kept, uid);
      if (kept === undefined || code !== undefined) return refused(code ?? "no_target");
      if (on && isFull(messageFor(kept, viewer), emoji)) return refused("too_many_reactions");
      const hasVeiled = session.shadowed || hasReacted(kept.veil?.reactions, emoji, uid);
      const isVeiled = on ? session.shadowed : hasVeiled && !hasReacted(kept.message.reactions, emoji, uid);
      const isHidden = kept.onlyFor !== undefined || isVeiled;
      return accepted({ type: "reaction", ...stamp, target, emoji, on }, isHidden ? (kept.onlyFor ?? uid) : undefined);
    }
    case "rename": {
      const { username } = command;
      if (session.isNameGiven) return refused("name_given");
      if (verdictOn(username) !== undefined) return refused("blocked_word");
      if (!names.isFree(username, session, turn.now)) return refused("name_taken");
      const event = { type: "notice", ...stamp, notice: "rename", username, previous: session.username } as const;
      return accepted(event, session.shadowed ? uid : undefined);
    }
  }
}

function accepted(event: LogEvent, onlyFor: string | undefined): Extract<Decision, { ok: true }> {
  return { ok: true, event, ...(onlyFor === undefined ? {} : { onlyFor }) };
}

function refused(code: ErrorCode): Decision {
  return { ok: false, code };
}

/** Whether somebody may do something to a message, or answer it: of what is hidden only its author may (P9.9). */
function isOpenTo(kept: StoredMessage | undefined, uid: string): boolean {
  return kept !== undefined && (kept.onlyFor === undefined || kept.onlyFor === uid);
}

function whyNot(kept: StoredMessage | undefined, uid: string): ErrorCode | undefined {
  if (!isOpenTo(kept, uid)) return "no_target";
  return kept?.message.deleted ? "target_deleted" : undefined;
}

function isFull(message: Message | undefined, emoji: string): boolean {
  const reactions = message?.reactions ?? [];
  return reactions.length >= MAX_REACTION_EMOJI && !reactions.some((reaction) => reaction.emoji === emoji);
}

function hasReacted(reactions: readonly Reaction[] = [], emoji: string, uid: string): boolean {
  return reactions.some((reaction) => reaction.emoji === emoji && reaction.uids.includes(uid));
}
