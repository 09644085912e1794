import {
  findMentions,
  MAX_MENTIONS,
  type Mention,
  type Message,
  readMentions,
  type SendOptions,
} from "../../client/index.ts";
import type { View } from "./view.ts";

/** Whom one can mention: who spoke lately, the last one first, then whoever else is here. Not oneself. */
export function peopleToMention({ members, messages, self }: View): readonly Mention[] {
  const people = new Map<string, Mention>();
  for (const { uid, username } of messages.toReversed()) {
    if (!people.has(uid)) people.set(uid, { uid, username: members.get(uid)?.username ?? username });
  }
  for (const { uid, username } of members.values()) {
    if (!people.has(uid)) people.set(uid, { uid, username });
  }
  if (self !== undefined) people.delete(self.uid);
  return [...people.values()];
}

/** What goes along with what is typed, if it is sent now: what it answers, and whom it means (P2.10). */
export function sendOptions(view: View): SendOptions {
  const { draft, mode, pickedMentions } = view;
  const mentions = draft.includes("@") ? mentionsIn(draft, [...pickedMentions, ...peopleToMention(view)]) : [];
  return {
    ...(mode.kind === "reply" ? { replyTo: mode.seq } : {}),
    ...(mentions.length === 0 ? {} : { extra: { mentions } }),
  };
}

/** Whether a message means a person, as it is now (P2.10). */
export function isMentioned({ mentions, message }: Message, uid: string | undefined): boolean {
  if (mentions === undefined || uid === undefined) return false;
  return findMentions(message, readMentions(mentions)).some(({ mention }) => mention.uid === uid);
}

/** Each person once for each name that the text calls them. */
function mentionsIn(text: string, people: readonly Mention[]) {
  const found = new Map(findMentions(text, people).map(({ mention }) => [mention.username, mention]));
  return Array.from(found.values(), ({ uid, username }) => ({ uid, username })).slice(0, MAX_MENTIONS);
}
