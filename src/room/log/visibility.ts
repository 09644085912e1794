import type {
  DeleteEvent,
  EditEvent,
  LogEvent,
  Message,
  PreviewEvent,
  Reaction,
  VoidEvent,
} from "../../protocol/events.ts";
import { applyChange } from "../../protocol/fold.ts";
import { type OwnReaction, reactionsFor } from "./reactions.ts";

/** The person who reads the log; hidden parts depend on them (P9.9). */
export interface Viewer {
  /** Empty for the public. */
  readonly uid: string;
  /** Whether they see hidden parts. */
  readonly isModerator: boolean;
}

/** A person of whom nothing is known. */
export const PUBLIC_VIEWER: Viewer = { uid: "", isModerator: false };

/** A moderator, but none in particular. */
export const MODERATOR_VIEWER: Viewer = { uid: "", isModerator: true };

/** Changes to a visible message that only their author and moderators see. */
export interface HiddenChanges {
  /** The newest text; everyone else sees the one before. */
  readonly edit?: { readonly message: string; readonly editedAt: number };
  readonly reactions?: readonly Reaction[];
}

/** A message as the log stores it: the part that everyone sees, and the hidden part. */
export interface StoredMessage {
  readonly message: Message;
  /** The only person who sees it, besides moderators; absent if everyone does. */
  readonly onlyFor?: string;
  readonly hiddenChanges?: HiddenChanges;
}

/** Whether a person sees parts hidden from everyone but `onlyFor` and moderators. */
export function isShown(onlyFor: string | undefined, viewer: Viewer): boolean {
  return onlyFor === undefined || viewer.isModerator || viewer.uid === onlyFor;
}

/**
 * An event as a person receives it: unchanged, marked for a moderator, or reduced to its place in the log (P9.9).
 *
 * @param onlyFor the only person who sees it, besides moderators; `undefined` if everyone does
 */
export function eventFor<T extends LogEvent>(event: T, onlyFor: string | undefined, viewer: Viewer): T | VoidEvent {
  if (onlyFor === undefined || viewer.uid === onlyFor) return event;
  return viewer.isModerator
    ? { ...event, hidden: true }
    : { type: "void", seq: event.seq, at: event.at, uid: "", id: "" };
}

/**
 * A message in its current state, as a person sees it.
 *
 * @param own the person's reactions to it; needed if `needsOwnReactions`
 * @returns `undefined` if it is hidden from them
 */
export function messageFor(stored: StoredMessage, viewer: Viewer, own?: readonly OwnReaction[]): Message | undefined {
  const { hiddenChanges, message, onlyFor } = stored;
  if (!isShown(onlyFor, viewer)) return undefined;
  const { reactions: _, ...bare } = message;
  const seesEdit = viewer.isModerator || viewer.uid === message.uid;
  const reactions = reactionsFor(stored, viewer, own);
  return {
    ...bare,
    ...(seesEdit ? hiddenChanges?.edit : undefined),
    ...(reactions.length === 0 ? {} : { reactions: [...reactions] }),
    ...(onlyFor === undefined || viewer.uid === onlyFor ? {} : { hidden: true }),
  };
}

/**
 * Applies a change to its target. Every event log uses this function, and `applyReaction` for reactions.
 *
 * @param onlyFor the only person who sees the change, besides moderators; `undefined` if everyone does
 */
export function applyStored(
  stored: StoredMessage,
  change: EditEvent | DeleteEvent | PreviewEvent,
  onlyFor: string | undefined,
): StoredMessage {
  const { hiddenChanges, message, ...rest } = stored;
  // A preview is as hidden as its message (P13.7).
  if (change.type === "preview") return { ...stored, message: applyChange(message, change) };
  if (change.type === "delete") return { ...rest, message: applyChange(message, change) };
  const { edit: _, ...others } = hiddenChanges ?? {};
  // On a message that is hidden as a whole, nothing needs to be hidden again.
  const isHidden = onlyFor !== undefined && stored.onlyFor === undefined;
  const changes = isHidden ? { ...others, edit: { message: change.message, editedAt: change.at } } : others;
  return {
    ...rest,
    message: isHidden ? message : applyChange(message, change),
    ...(Object.keys(changes).length === 0 ? {} : { hiddenChanges: changes }),
  };
}
