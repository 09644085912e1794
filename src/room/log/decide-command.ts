import type { LogCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { LogEvent, Message, Reaction } from "../../protocol/events.ts";
import { MAX_REACTION_EMOJI } from "../../protocol/limits.ts";
import type { Author } from "../author.ts";
import type { TurnContext } from "../context.ts";
import type { WordFilter } from "../moderation/word-filter.ts";
import type { NamePolicy } from "../people/name-policy.ts";
import { viewerOf } from "../people/session.ts";
import { err, ok, type Result } from "../result.ts";
import type { EventLog } from "./event-log.ts";
import { isShown, messageFor, type StoredMessage } from "./visibility.ts";

/** The event that a command becomes, or the code of the error that it gets. */
export interface Accepted {
  readonly event: LogEvent;
  /** The only person who is shown it, besides moderators (P9.9). */
  readonly onlyFor?: string;
  /** Of a delete: who wrote the message. */
  readonly author?: string;
}

export type Decision = Result<Accepted>;

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
 * @param author may write
 */
export function decideCommand(
  { history, mayDelete, names, words }: DecisionContext,
  author: Author,
  command: LogCommand,
  turn: TurnContext,
): Decision {
  const { uid } = author;
  const viewer = viewerOf(author);
  const stamp = { seq: history.head() + 1, at: turn.now, uid, id: command.id ?? turn.newId() };
  const verdictOn = (text: string) => (viewer.isModerator ? undefined : words.judge(text));
  switch (command.type) {
    case "message": {
      const { extra, message, replyTo } = command;
      // P8.3: a badge beside a name says that the site knows this person by this name.
      const username = (author.isNameGiven ? undefined : command.username) ?? author.username;
      const isChosen = author.choosesName && !author.isNameGiven;
      if (isChosen && !names.isFreeForPlain(username, uid, turn.now)) return err("name_taken");
      const verdict = verdictOn(message);
      if (verdict === "reject" || (username !== author.username && verdictOn(username))) return err("blocked_word");
      const target = replyTo === undefined ? undefined : history.message(replyTo);
      if (replyTo !== undefined && !isOpenTo(target, uid)) return err("no_target");
      const signedIn = author.signedIn && { signedIn: true as const };
      const event = { ...extra, type: "message", ...stamp, username, message, ...signedIn } as const;
      const isHidden = author.shadowed || verdict === "hide" || target?.onlyFor !== undefined;
      return accepted(replyTo === undefined ? event : { ...event, replyTo }, isHidden ? uid : undefined);
    }
    case "edit": {
      const { target, message } = command;
      const kept = history.message(target);
      const code = whyNot(kept, uid) ?? (kept?.message.uid === uid ? undefined : "not_yours");
      if (code !== undefined) return err(code);
      const verdict = verdictOn(message);
      if (verdict === "reject") return err("blocked_word");
      const isHidden = author.shadowed || verdict === "hide" || kept?.onlyFor !== undefined;
      return accepted({ type: "edit", ...stamp, target, message }, isHidden ? uid : undefined);
    }
    case "delete": {
      const { target } = command;
      const kept = history.message(target);
      if (kept === undefined || !isShown(kept.onlyFor, viewer)) return err("no_target");
      const { message } = kept;
      if (message.deleted) return err("target_deleted");
      if (message.uid !== uid && !mayDelete(message.uid)) return err("not_yours");
      const onlyFor = kept.onlyFor === undefined ? {} : { onlyFor: kept.onlyFor };
      return ok({ event: { type: "delete", ...stamp, target }, ...onlyFor, author: message.uid });
    }
    case "reaction": {
      const { target, emoji, on } = command;
      const kept = history.message(target);
      const code = whyNot(kept, uid);
      if (kept === undefined || code !== undefined) return err(code ?? "no_target");
      if (on && isFull(messageFor(kept, viewer), emoji)) return err("too_many_reactions");
      const hasVeiled = author.shadowed || hasReacted(kept.veil?.reactions, emoji, uid);
      const isVeiled = on ? author.shadowed : hasVeiled && !hasReacted(kept.message.reactions, emoji, uid);
      const isHidden = kept.onlyFor !== undefined || isVeiled;
      return accepted({ type: "reaction", ...stamp, target, emoji, on }, isHidden ? (kept.onlyFor ?? uid) : undefined);
    }
    case "rename": {
      const { username } = command;
      if (author.isNameGiven) return err("name_given");
      if (verdictOn(username) !== undefined) return err("blocked_word");
      if (!names.isFree(username, author, turn.now)) return err("name_taken");
      const event = { type: "notice", ...stamp, notice: "rename", username, previous: author.username } as const;
      return accepted(event, author.shadowed ? uid : undefined);
    }
  }
}

function accepted(event: LogEvent, onlyFor: string | undefined): Decision {
  return ok(onlyFor === undefined ? { event } : { event, onlyFor });
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
