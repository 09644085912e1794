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

/** One or two letters that stand for a name: the beginnings of its first and last words. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== "");
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? name];
  return chosen.map((word = "") => first(word)).join("");
}

function first(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment.toLocaleUpperCase();
  return "";
}
