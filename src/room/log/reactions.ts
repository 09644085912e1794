import type { Reaction, ReactionEvent } from "../../protocol/events.ts";
import { foldReaction } from "../../protocol/fold.ts";
import { MAX_SHOWN_REACTORS } from "../../protocol/limits.ts";
import type { StoredMessage, Viewer } from "./visibility.ts";

/** An emoji with which a person reacted to a message. */
export interface OwnReaction {
  readonly emoji: string;
  /** Only the person and moderators see it (P9.9). */
  readonly isHidden: boolean;
}

/** A person who reacted to a message. */
export interface Reactor {
  /** The `seq` of the reaction; orders reactors. */
  readonly seq: number;
  readonly uid: string;
}

/** A reaction, as a row of its own. */
export interface ReactionRow extends Reactor, OwnReaction {
  readonly target: number;
}

/** The rows of a log's reactions: one per message, person and emoji. */
export interface ReactionRows {
  /** A person's reactions to a message: no more than a message takes emoji. */
  of(target: number, uid: string): readonly OwnReaction[];
  /** The first people who reacted, in their order. */
  first(target: number, emoji: string, isHidden: boolean, limit: number): string[];
  put(row: ReactionRow): void;
  remove(target: number, uid: string, emoji: string): void;
}

/**
 * Stores a reaction: as a row, and in the counts of its message. A message carries only counts and the first uids, so that
 * reading it costs the same whatever the number of reactions.
 *
 * @param onlyFor the only person who sees the reaction, besides moderators; `undefined` if everyone does
 */
export function applyReaction(
  stored: StoredMessage,
  { emoji, on, seq, uid }: Pick<ReactionEvent, "seq" | "uid" | "emoji" | "on">,
  onlyFor: string | undefined,
  rows: ReactionRows,
): StoredMessage {
  const { hiddenChanges, message } = stored;
  const target = message.seq;
  // On a message that is hidden as a whole, nothing needs to be hidden again.
  const isHidden = onlyFor !== undefined && stored.onlyFor === undefined;
  const before = rows.of(target, uid).find((one) => one.emoji === emoji);
  if (on) rows.put({ target, uid, emoji, seq, isHidden });
  else rows.remove(target, uid, emoji);
  const fold = (reactions: readonly Reaction[] = [], hidden: boolean): Reaction[] => {
    const had = before?.isHidden === hidden;
    const has = on && isHidden === hidden;
    if (had === has) return [...reactions];
    return foldReaction(reactions, { emoji, uid, on: has }).map((reaction) => {
      const { count, uids } = reaction;
      if (reaction.emoji !== emoji || uids.length >= Math.min(count, MAX_SHOWN_REACTORS)) return reaction;
      return { ...reaction, uids: rows.first(target, emoji, hidden, MAX_SHOWN_REACTORS) };
    });
  };
  const { reactions: shown, ...bare } = message;
  const { reactions: hidden, ...otherChanges } = hiddenChanges ?? {};
  const [nextShown, nextHidden] = [fold(shown, false), fold(hidden, true)];
  const next = { ...otherChanges, ...(nextHidden.length === 0 ? {} : { reactions: nextHidden }) };
  return {
    message: nextShown.length === 0 ? bare : { ...bare, reactions: nextShown },
    ...(stored.onlyFor === undefined ? {} : { onlyFor: stored.onlyFor }),
    ...(Object.keys(next).length === 0 ? {} : { hiddenChanges: next }),
  };
}

/** Whether the first uids don't say whether a person reacted, so that their own reactions have to be looked up. */
export function needsOwnReactions({ hiddenChanges, message }: StoredMessage): boolean {
  const all = [...(message.reactions ?? []), ...(hiddenChanges?.reactions ?? [])];
  return all.some(({ count, uids }) => uids.length < count);
}

/**
 * A message's reactions as a person sees them: those that everyone sees, with hidden ones for moderators and their own
 * authors (P9.9).
 *
 * @param own the viewer's reactions; by default those among the first uids
 */
export function reactionsFor(
  { hiddenChanges, message }: StoredMessage,
  { isModerator, uid }: Viewer,
  own?: readonly OwnReaction[],
): readonly Reaction[] {
  const shown = message.reactions ?? [];
  const hidden = hiddenChanges?.reactions ?? [];
  const isOwn = ({ emoji, uids }: Reaction, isHidden: boolean) =>
    own === undefined ? uids.includes(uid) : own.some((one) => one.emoji === emoji && one.isHidden === isHidden);
  const merged = shown.map((reaction) => mine(reaction, isOwn(reaction, false)));
  for (const reaction of hidden) {
    const isMine = isOwn(reaction, true);
    if (!isModerator && !isMine) continue;
    const added = mine(isModerator ? reaction : { ...reaction, uids: [uid], count: 1 }, isMine);
    const index = merged.findIndex(({ emoji }) => emoji === reaction.emoji);
    const present = merged[index];
    if (present === undefined) merged.push(added);
    else merged[index] = merge(present, added);
  }
  return merged;
}

function mine(reaction: Reaction, isMine: boolean): Reaction {
  return isMine ? { ...reaction, me: true } : reaction;
}

function merge(one: Reaction, other: Reaction): Reaction {
  return {
    emoji: one.emoji,
    uids: [...one.uids, ...other.uids].slice(0, MAX_SHOWN_REACTORS),
    count: one.count + other.count,
    ...((one.me ?? other.me) && { me: true as const }),
  };
}
