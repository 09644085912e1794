import {
  findMentions,
  MAX_MENTIONS,
  type Mention,
  type Message,
  readMentions,
  type SendOptions,
} from "../../client/index.ts";
import { markup } from "../markup/load-markup.ts";
import type { View } from "./view.ts";

/** The people that the user can mention: recent authors first, newest first, then the other members. */
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

/** The options of the draft if it is sent now: the message it replies to, and the people it mentions (P2.10). */
export function sendOptions(view: View): SendOptions {
  const { draft, mode, pickedMentions } = view;
  const mentions = draft.includes("@") ? mentionsIn(draft, [...pickedMentions, ...peopleToMention(view)]) : [];
  return {
    ...(mode.kind === "reply" ? { replyTo: mode.seq } : {}),
    ...(mentions.length === 0 ? {} : { extra: { mentions } }),
  };
}

/** Whether a message mentions a person in its current text (P2.10). */
export function isMentioned({ extra: { mentions }, message }: Message, uid: string | undefined): boolean {
  if (mentions === undefined || uid === undefined) return false;
  const people = readMentions(mentions);
  return (
    findMentions(message, people).some(({ mention }) => mention.uid === uid) &&
    (markup()?.isMentionShown(message, people, uid) ?? true)
  );
}

/** Each name that the text shows as a mention once, with the first person of that name. */
function mentionsIn(text: string, people: readonly Mention[]) {
  const found = new Map(findMentions(text, people).map(({ mention }) => [mention.username, mention]));
  for (const [username, { uid }] of found) {
    if (markup()?.isMentionShown(text, [...found.values()], uid) === false) found.delete(username);
  }
  return Array.from(found.values(), ({ uid, username }) => ({ uid, username })).slice(0, MAX_MENTIONS);
}
