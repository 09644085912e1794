import type { ChangeEvent, Message, Reaction, ReactionEvent } from "./events.ts";
import { MAX_SHOWN_REACTORS } from "./limits.ts";

/**
 * Applies a change to a message. The server's storage and every client use this function, so that a snapshot plus the events
 * since then equal a later snapshot.
 *
 * @param message in its current state
 * @param change an event whose `target` is this message; a `notice` changes nothing
 * @param self the user who looks at it; absent if it is no one in particular
 */
export function applyChange(message: Message, change: ChangeEvent, self?: string): Message {
  if (message.deleted) return message;
  switch (change.type) {
    case "edit":
      return { ...message, message: change.message, editedAt: change.at };
    case "delete": {
      const { type, seq, at, uid, hidden, replyTo } = message;
      // P3.15: a moderator's delete leaves nothing that the author chose.
      const { id, username } = change.uid === uid ? message : { id: "", username: "" };
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
      const next = foldReaction(reactions, change, self);
      return next.length === 0 ? bare : { ...bare, reactions: next };
    }
    case "preview":
      return { ...message, preview: change.preview };
    case "notice":
      return message;
  }
}

/**
 * Applies an added or removed reaction.
 *
 * A user whose uid is not among the first ones is only counted. `uids` grows only while it lists everyone: after that, a
 * client cannot know who comes next.
 *
 * @param self the user who looks at the message
 */
export function foldReaction(
  reactions: readonly Reaction[],
  { emoji, on, uid }: Pick<ReactionEvent, "uid" | "emoji" | "on">,
  self?: string,
): Reaction[] {
  const isOwn = uid === self;
  const present = reactions.find((reaction) => reaction.emoji === emoji);
  if (present === undefined) {
    return on ? [...reactions, { emoji, uids: [uid], count: 1, ...(isOwn && { me: true as const }) }] : [...reactions];
  }
  const isComplete = present.uids.length === present.count;
  const isKnown = present.uids.includes(uid) || (isOwn && present.me === true);
  if (on ? isKnown : isComplete && !isKnown) return [...reactions];
  const { me, ...others } = present;
  const hasRoom = isComplete && present.uids.length < MAX_SHOWN_REACTORS;
  const next: Reaction = {
    ...others,
    uids: on ? [...present.uids, ...(hasRoom ? [uid] : [])] : present.uids.filter((other) => other !== uid),
    count: present.count + (on ? 1 : -1),
    ...((isOwn ? on : me === true) && { me: true as const }),
  };
  return reactions.flatMap((reaction) => {
    if (reaction !== present) return [reaction];
    return next.count === 0 ? [] : [next];
  });
}
