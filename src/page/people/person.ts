/** How many hues the styles know (`data-hue` in people.css). */
const HUES = 12;

/**
 * A person's colour, so that the eye finds who is who.
 *
 * @param uid stays when the name changes, and tells namesakes apart
 * @returns 0 to 11
 */
export function hueOf(uid: string): number {
  let hash = 0;
  for (const character of uid) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % HUES;
}

const graphemes = new Intl.Segmenter();

/** Scripts whose letters join: two initials side by side would read as a word. */
const JOINING = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}]/u;
const NON_JOINER = "\u200c";

/** One or two letters that stand for a name: the beginnings of its first and last words. */
export function initialsOf(name: string): string {
  const words = name
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^\p{P}+/u, ""))
    .filter((word) => word !== "");
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? name];
  const initials = chosen.map((word = "") => first(word));
  return initials.join(initials.every((initial) => JOINING.test(initial)) ? NON_JOINER : "");
}

function first(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment.toLocaleUpperCase();
  return "";
}
