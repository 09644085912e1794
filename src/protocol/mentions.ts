import * as v from "valibot";
import type { Json } from "./json.ts";
import { MAX_MENTIONS } from "./limits.ts";
import { isWithinWord, storedForm } from "./text.ts";

/** P2.10: somebody whom a message means. */
export interface Mention {
  /** Whom it means: stays when the name changes. */
  readonly uid: string;
  /** What the text calls them behind an `@`. */
  readonly username: string;
}

/** The name in the form in which texts are stored, because it is looked for in one. */
const Mention = v.object({
  uid: v.pipe(v.string(), v.nonEmpty()),
  username: v.pipe(v.string(), v.transform(storedForm), v.nonEmpty()),
});

/**
 * Whom a message says that it means (P2.10). A field that is something else means nobody; an entry that is none is left out.
 *
 * @param mentions the message's field of that name, as somebody sent it
 */
export function readMentions(mentions: Json | undefined): readonly Mention[] {
  if (!Array.isArray(mentions)) return [];
  return mentions.slice(0, MAX_MENTIONS).flatMap((entry) => {
    const read = v.safeParse(Mention, entry);
    return read.success ? [read.output] : [];
  });
}

/** Where a text means somebody. */
export interface MentionPlace<T extends Mention = Mention> {
  /** UTF-16 units from the beginning of the text to the `@`. */
  readonly from: number;
  /** UTF-16 units to the end of the name. */
  readonly to: number;
  readonly mention: T;
}

/**
 * Finds where a text means these people: an `@` that stands in no word, and behind it the name, with no word going on
 * behind that (P2.10). Of two names the longer one counts.
 *
 * @param people namesakes: the first one counts
 */
export function findMentions<T extends Mention>(text: string, people: Iterable<T>): readonly MentionPlace<T>[] {
  const longestFirst = [...people].sort((one, other) => other.username.length - one.username.length);
  const places: MentionPlace<T>[] = [];
  if (longestFirst.length === 0) return places;
  for (let from = text.indexOf("@"); from !== -1; from = text.indexOf("@", from + 1)) {
    const isFree = from >= (places.at(-1)?.to ?? 0) && !isWithinWord(characterBefore(text, from), "_");
    const mention = isFree ? longestFirst.find(({ username }) => stands(username, text, from + 1)) : undefined;
    if (mention !== undefined) places.push({ from, to: from + 1 + mention.username.length, mention });
  }
  return places;
}

function stands(name: string, text: string, from: number): boolean {
  const to = from + name.length;
  const after = text.codePointAt(to);
  const isOver = after === undefined || !isWithinWord(characterBefore(text, to), String.fromCodePoint(after));
  return isOver && text.startsWith(name, from);
}

/** The code point that ends before this place, or nothing. */
function characterBefore(text: string, index: number): string {
  return /.$/su.exec(text.slice(Math.max(0, index - 2), index))?.[0] ?? "";
}
