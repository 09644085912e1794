import type { ChangeEvent, LogEvent, Message, Reaction, VoidEvent } from "../../protocol/events.ts";
import { applyChange, foldReaction } from "../../protocol/fold.ts";

/** Who looks at the log: what is hidden depends on that (P9.9). */
export interface Viewer {
  /** Empty for whoever is nobody in particular. */
  readonly uid: string;
  /** Whether they see what is hidden. */
  readonly isModerator: boolean;
}

/** Anybody at all. */
export const PUBLIC_VIEWER: Viewer = { uid: "", isModerator: false };

/** Somebody who sees all, and is nobody in particular. */
export const MODERATOR_VIEWER: Viewer = { uid: "", isModerator: true };

/** What was done to a message that only some see. */
export interface HiddenChanges {
  /** The newest text, for its author and moderators; others have the one before. */
  readonly edit?: { readonly message: string; readonly editedAt: number };
  /** Each for whoever reacted, and for moderators. */
  readonly reactions?: readonly Reaction[];
}

/** A message as a history keeps it: what everybody may see of it, and what not. */
export interface StoredMessage {
  readonly message: Message;
  /** The only person who sees it, besides moderators; absent where everybody does. */
  readonly onlyFor?: string;
  readonly veil?: HiddenChanges;
}

/** Whether somebody is shown what is hidden from all but `onlyFor` and moderators. */
export function isShown(onlyFor: string | undefined, viewer: Viewer): boolean {
  return onlyFor === undefined || viewer.isModerator || viewer.uid === onlyFor;
}

/**
 * An event as somebody gets it: as it is, marked for a moderator, or with nothing in it but its place (P9.9).
 *
 * @param onlyFor the only person who sees it, besides moderators; `undefined` where everybody does
 */
export function eventFor<T extends LogEvent>(event: T, onlyFor: string | undefined, viewer: Viewer): T | VoidEvent {
  if (onlyFor === undefined || viewer.uid === onlyFor) return event;
  return viewer.isModerator
    ? { ...event, hidden: true }
    : { type: "void", seq: event.seq, at: event.at, uid: "", id: "" };
}

/**
 * A message in its present state, as somebody gets it.
 *
 * @returns `undefined` where it is hidden from them
 */
export function messageFor({ message, onlyFor, veil }: StoredMessage, viewer: Viewer): Message | undefined {
  if (!isShown(onlyFor, viewer)) return undefined;
  const unveiled = veil === undefined ? message : withHiddenChanges(message, veil, viewer);
  return onlyFor === undefined || viewer.uid === onlyFor ? unveiled : { ...unveiled, hidden: true };
}

function withHiddenChanges(message: Message, { edit, reactions = [] }: HiddenChanges, viewer: Viewer): Message {
  const seesEdit = edit !== undefined && (viewer.isModerator || viewer.uid === message.uid);
  const text = seesEdit ? { ...message, ...edit } : message;
  const merged = (message.reactions ?? []).map(({ emoji, uids }) => ({ emoji, uids: [...uids] }));
  for (const { emoji, uids } of reactions) {
    const seen = uids.filter((uid) => viewer.isModerator || uid === viewer.uid);
    const present = merged.find((reaction) => reaction.emoji === emoji);
    if (present !== undefined) present.uids.push(...seen.filter((uid) => !present.uids.includes(uid)));
    else if (seen.length > 0) merged.push({ emoji, uids: seen });
  }
  return merged.length === 0 ? text : { ...text, reactions: merged };
}

/**
 * A kept message after a change that has it as its target. Every history folds by this one function.
 *
 * @param onlyFor from whom the change is not hidden; `undefined` where it is hidden from nobody
 */
export function foldStored(kept: StoredMessage, change: ChangeEvent, onlyFor: string | undefined): StoredMessage {
  const { message, veil, ...rest } = kept;
  // What is hidden as a whole needs no veil of its own.
  const isOpen = onlyFor === undefined || kept.onlyFor !== undefined;
  const next = isOpen ? foldVisible(veil, change) : foldHidden(veil ?? {}, change);
  return {
    ...rest,
    message: isOpen ? applyChange(message, change) : message,
    ...(next === undefined || (next.edit === undefined && next.reactions === undefined) ? {} : { veil: next }),
  };
}

/** What everybody sees takes the place of what only some saw. */
function foldVisible(veil: HiddenChanges | undefined, change: ChangeEvent): HiddenChanges | undefined {
  if (veil === undefined || change.type === "delete") return undefined;
  if (change.type === "edit") {
    const { edit: _, ...others } = veil;
    return others;
  }
  return change.type === "reaction"
    ? withReactions(veil, foldReaction(veil.reactions ?? [], { ...change, on: false }))
    : veil;
}

function foldHidden(veil: HiddenChanges, change: ChangeEvent): HiddenChanges {
  if (change.type === "edit") return { ...veil, edit: { message: change.message, editedAt: change.at } };
  return change.type === "reaction" ? withReactions(veil, foldReaction(veil.reactions ?? [], change)) : veil;
}

function withReactions({ reactions: _, ...others }: HiddenChanges, reactions: readonly Reaction[]): HiddenChanges {
  return reactions.length === 0 ? others : { ...others, reactions };
}
