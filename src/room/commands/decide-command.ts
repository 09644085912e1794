import type { LogCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { LogEvent, Message } from "../../protocol/events.ts";
import type { MessageFile } from "../../protocol/files.ts";
import { isBotUid } from "../../protocol/identity.ts";
import type { Json } from "../../protocol/json.ts";
import { MAX_REACTION_EMOJI, MAX_REACTORS } from "../../protocol/limits.ts";
import type { EventLog } from "../log/event-log.ts";
import { isShown, messageFor, type StoredMessage } from "../log/visibility.ts";
import type { Author } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import { err, ok, type Result } from "../model/result.ts";
import { viewerOf } from "../model/session.ts";
import type { WordFilter } from "../moderation/word-filter.ts";
import type { NamePolicy, NameRefusal } from "../people/name-policy.ts";
import { allTexts } from "./all-texts.ts";

/** The event that a command becomes. */
export interface Accepted {
  readonly event: LogEvent;
  /** The only person who sees it, besides moderators (P9.9). */
  readonly onlyFor?: string;
  /** Author of the message that the event deletes. */
  readonly author?: string;
}

/** A valid command that changes nothing (P3.14, P3.28). */
export interface Unchanged {
  /** The `seq` of the message that already is as the command wants it; of the newest event if there is no message. */
  readonly unchanged: number;
}

export type Decision = Result<Accepted | Unchanged, ErrorCode | NameRefusal>;

/** Dependencies of {@link decideCommand}. */
export interface DecisionContext {
  readonly log: EventLog;
  readonly names: NamePolicy;
  readonly words: WordFilter;
  /** Whether the command's author may delete this person's events. */
  readonly mayDelete: (author: string) => boolean;
}

/**
 * Decides what a command becomes. Reads the log and the names, writes nothing.
 *
 * @param author has permission to write
 */
export function decideCommand(
  { log, mayDelete, names, words }: DecisionContext,
  author: Author,
  command: LogCommand,
  turn: TurnContext,
): Decision {
  const { uid } = author;
  const viewer = viewerOf(author);
  const stamp = { seq: log.head() + 1, at: turn.now, uid, id: command.id ?? turn.newId() };
  const verdictOn = (said: Json) => (viewer.isModerator || words.isEmpty ? undefined : words.judge(allTexts(said)));
  switch (command.type) {
    case "message": {
      const { attached, extra, files, message, replyTo } = command;
      // No capability knows these files.
      if (files !== undefined && attached === undefined) return err("no_file");
      // P8.3: a badge beside a name says that the site knows this person by this name.
      const asked = author.isNameGiven ? undefined : command.username;
      // P8.28, and P15.28 for the name that a webhook's payload asks for.
      const isOthers = (name: string) =>
        names.isOthersGuestName(name, uid) || (isBotUid(uid) && !names.isFreeForPlain(name, uid, turn.now));
      const username = asked === undefined || isOthers(asked) ? author.username : asked;
      const isChosen = author.choosesName && !author.isNameGiven;
      if (isChosen && !names.isFreeForPlain(username, uid, turn.now)) return err("name_taken");
      const verdict = verdictOn([message, extra, textsOf(attached)]);
      if (verdict === "reject" || (username !== author.username && verdictOn(username))) return err("blocked_word");
      const target = replyTo === undefined ? undefined : log.message(replyTo);
      if (replyTo !== undefined && !isOpenTo(target, uid)) return err("no_target");
      const signedIn = author.signedIn && { signedIn: true as const };
      const own = attached && { files: attached };
      const bot = isBotUid(uid) && {
        bot: true as const,
        ...(author.avatar === undefined ? {} : { avatar: author.avatar }),
      };
      const event = { ...extra, type: "message", ...stamp, username, message, ...signedIn, ...bot, ...own } as const;
      const isHidden = author.shadowed || verdict === "hide" || target?.onlyFor !== undefined;
      return accepted(replyTo === undefined ? event : { ...event, replyTo }, isHidden ? uid : undefined);
    }
    case "edit": {
      const { target, message } = command;
      const stored = log.message(target);
      const code = whyNot(stored, uid) ?? (stored?.message.uid === uid ? undefined : "not_yours");
      if (code !== undefined) return err(code);
      const verdict = verdictOn(message);
      if (verdict === "reject") return err("blocked_word");
      const isHidden = author.shadowed || verdict === "hide" || stored?.onlyFor !== undefined;
      const shown = stored?.message.message;
      const hidden = stored?.hiddenChanges?.edit?.message;
      // P3.28. A hidden text that everyone may read now is a change, even if the author sees the same.
      const isSame = isHidden ? message === (hidden ?? shown) : message === shown && hidden === undefined;
      if (isSame) return ok({ unchanged: target });
      return accepted({ type: "edit", ...stamp, target, message }, isHidden ? uid : undefined);
    }
    case "delete": {
      const { target } = command;
      const found = log.message(target) ?? log.notice(target);
      if (found === undefined || !isShown(found.onlyFor, viewer)) return err("no_target");
      const event = "message" in found ? found.message : found.event;
      if (event.type === "message" ? event.deleted : event.username === "") return err("target_deleted");
      // P9.18: only moderators can delete a rename, their own included.
      const isOwn = event.uid === uid && (event.type === "message" || viewer.isModerator);
      if (!isOwn && !mayDelete(event.uid)) return err("not_yours");
      const onlyFor = found.onlyFor === undefined ? {} : { onlyFor: found.onlyFor };
      return ok({ event: { type: "delete", ...stamp, target }, ...onlyFor, author: event.uid });
    }
    case "reaction": {
      const { target, emoji, on } = command;
      const stored = log.message(target);
      const code = whyNot(stored, uid);
      if (stored === undefined || code !== undefined) return err(code ?? "no_target");
      const all = log.reactionsOf(target, uid);
      const own = all.find((one) => one.emoji === emoji);
      // P3.14. A hidden reaction becomes visible if its author is no longer shadow-banned.
      if (on ? own !== undefined && (author.shadowed || !own.isHidden) : own === undefined) {
        return ok({ unchanged: target });
      }
      if (on && isFull(messageFor(stored, viewer, all), emoji)) return err("too_many_reactions");
      const isHidden = stored.onlyFor !== undefined || (on ? author.shadowed : own?.isHidden === true);
      const onlyFor = isHidden ? (stored.onlyFor ?? uid) : undefined;
      return accepted({ type: "reaction", ...stamp, target, emoji, on }, onlyFor);
    }
    case "rename": {
      const { username } = command;
      if (author.isNameGiven) return err("name_given");
      if (username === author.username) return ok({ unchanged: log.head() });
      if (verdictOn(username) !== undefined) return err("blocked_word");
      if (!names.isFree(username, author, turn.now)) return err(names.refusalOf(username, author));
      const event = { type: "notice", ...stamp, notice: "rename", username, previous: author.username } as const;
      return accepted(event, author.shadowed ? uid : undefined);
    }
  }
}

/** What its author says of the files of a message. */
function textsOf(files: readonly MessageFile[] = []): Json {
  return files.map(({ alt = "", name }) => [name, alt]);
}

function accepted(event: LogEvent, onlyFor: string | undefined): Decision {
  return ok(onlyFor === undefined ? { event } : { event, onlyFor });
}

/** Whether a person may change a message or reply to it: a hidden one is open only to its author (P9.9). */
function isOpenTo(stored: StoredMessage | undefined, uid: string): boolean {
  return stored !== undefined && (stored.onlyFor === undefined || stored.onlyFor === uid);
}

function whyNot(stored: StoredMessage | undefined, uid: string): ErrorCode | undefined {
  if (!isOpenTo(stored, uid)) return "no_target";
  return stored?.message.deleted ? "target_deleted" : undefined;
}

/** Whether a message takes no more people with this emoji, or no more emoji. */
function isFull(message: Message | undefined, emoji: string): boolean {
  const reactions = message?.reactions ?? [];
  const present = reactions.find((reaction) => reaction.emoji === emoji);
  return present === undefined ? reactions.length >= MAX_REACTION_EMOJI : present.count >= MAX_REACTORS;
}
