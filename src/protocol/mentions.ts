import * as v from "valibot";
import { sized } from "./fields.ts";
import type { Json } from "./json.ts";
import { MAX_MENTIONS } from "./limits.ts";
import { isWithinWord, storedForm } from "./text.ts";

/** P2.10: a user who is mentioned in a message. */
export interface Mention {
  /** Stays the same when the name changes. */
  readonly uid: string;
  /** The name after the `@` in the text. */
  readonly username: string;
}

/** The name in the form in which texts are stored, because it is looked for in one. */
const Mention = v.object({
  uid: v.pipe(v.string(), sized(1)),
  username: v.pipe(v.string(), v.transform(storedForm), sized(1)),
});

/**
 * Parses the mentions of a message (P2.10). Invalid entries are dropped.
 *
 * @param mentions the message's `mentions` field, as its sender wrote it
 */
export function readMentions(mentions: Json | undefined): readonly Mention[] {
  if (!Array.isArray(mentions)) return [];
  return mentions.slice(0, MAX_MENTIONS).flatMap((entry) => {
    const read = v.safeParse(Mention, entry);
    return read.success ? [read.output] : [];
  });
}

/** A mention in a text. */
export interface MentionPlace<T extends Mention = Mention> {
  /** Index of the `@`, in UTF-16 units. */
  readonly from: number;
  /** Index of the end of the name, in UTF-16 units. */
  readonly to: number;
  readonly mention: T;
}

/**
 * Finds mentions of these users in a text (P2.10): an `@` that isn't part of a word, followed by a name that isn't part of a
 * longer word. If several names match, the longest one wins.
 *
 * @param people if two have the same name, the first one wins
 */
export function findMentions<T extends Mention>(text: string, people: Iterable<T>): readonly MentionPlace<T>[] {
  const longestFirst = [...people].sort((one, other) => other.username.length - one.username.length);
  const places: MentionPlace<T>[] = [];
  if (longestFirst.length === 0) return places;
  for (let from = text.indexOf("@"); from !== -1; from = text.indexOf("@", from + 1)) {
    const isFree = from >= (places.at(-1)?.to ?? 0) && !isWithinWord(characterBefore(text, from), "_");
    const mention = isFree ? longestFirst.find(({ username }) => startsName(username, text, from + 1)) : undefined;
    if (mention !== undefined) places.push({ from, to: from + 1 + mention.username.length, mention });
  }
  return places;
}

function startsName(name: string, text: string, from: number): boolean {
  const to = from + name.length;
  const after = text.codePointAt(to);
  const isOver = after === undefined || !isWithinWord(characterBefore(text, to), String.fromCodePoint(after));
  return isOver && text.startsWith(name, from);
}

/** The code point before this index, or an empty string. */
function characterBefore(text: string, index: number): string {
  return /.$/su.exec(text.slice(Math.max(0, index - 2), index))?.[0] ?? "";
}
