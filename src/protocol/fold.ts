import type { ChangeEvent, Message, Reaction, ReactionEvent } from "./events.ts";

/**
 * Applies a change to a message. The server's storage and every client use this function, so that a snapshot plus the events
 * since then equal a later snapshot.
 *
 * @param message in its current state
 * @param change an event whose `target` is this message; a `notice` changes nothing
 */
export function applyChange(message: Message, change: ChangeEvent): Message {
  if (message.deleted) return message;
  switch (change.type) {
    case "edit":
      return { ...message, message: change.message, editedAt: change.at };
    case "delete": {
      const { type, seq, at, uid, id, username, hidden, replyTo } = message;
      const erased = {
        type,
        seq,
        at,
        uid,
        id,
        username,
        message: "",
        deleted: true,
        ...(hidden && { hidden }),
      } as const;
      return replyTo === undefined ? erased : { ...erased, replyTo };
    }
    case "reaction": {
      const { reactions = [], ...bare } = message;
      const next = foldReaction(reactions, change);
      return next.length === 0 ? bare : { ...bare, reactions: next };
    }
    case "notice":
      return message;
  }
}

/** Applies an added or removed reaction. */
export function foldReaction(
  reactions: readonly Reaction[],
  { emoji, on, uid }: Pick<ReactionEvent, "uid" | "emoji" | "on">,
): Reaction[] {
  const present = reactions.find((reaction) => reaction.emoji === emoji);
  if (present === undefined) return on ? [...reactions, { emoji, uids: [uid] }] : [...reactions];
  const uids = present.uids.filter((other) => other !== uid || on);
  if (on && !uids.includes(uid)) uids.push(uid);
  return reactions.flatMap((reaction) => {
    if (reaction !== present) return [reaction];
    return uids.length === 0 ? [] : [{ emoji, uids }];
  });
}
