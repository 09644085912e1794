import type { LazyCatalogue } from "../../i18n/catalogue.ts";

/** An emoji, with what the page knows of it. */
export interface Emoji {
  readonly emoji: string;
  /** In the reader's language, where Unicode's data has it. */
  readonly name: string;
  /** As people type them between colons. The first one is shown. */
  readonly shortcodes: readonly string[];
  /** What else it is found by, folded. */
  readonly words: readonly string[];
  /** Counts from 0, in the order of `GROUPS`. */
  readonly group: number;
  readonly takesTone: boolean;
}

/** How an emoji is found; the better, the lower. */
const RANK = { shortcode: 0, shortcodeBegins: 1, nameBegins: 2, wordBegins: 3, contains: 4 } as const;

/** A text as it is compared: without case and accents. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** An emoji in the list that the build makes: itself, its shortcodes with spaces between, its group, and 1 where it takes a skin tone. */
export type ListedEmoji = readonly [emoji: string, shortcodes: string, group: number, takesTone: number];

/**
 * Puts the build's list together with what a language calls the emoji.
 *
 * @param names for each emoji of the list its name, and behind a `|` each by what else it is found
 */
export function nameEmoji(list: readonly ListedEmoji[], names: readonly string[]): Emoji[] {
  return list.map(([emoji, shortcodes, group, takesTone], index) => {
    const [name = "", ...words] = names[index]?.split("|") ?? [];
    return {
      emoji,
      name,
      shortcodes: shortcodes.split(" "),
      words: words.map(fold),
      group,
      takesTone: takesTone === 1,
    };
  });
}

/**
 * Finds emoji by name, shortcode, or what they are about.
 *
 * @param query as typed
 * @param limit how many to find
 * @returns the best first
 */
export function searchEmoji(all: readonly Emoji[], query: string, limit: number): readonly Emoji[] {
  return ranked(all, query, RANK.contains, limit);
}

/**
 * Finds emoji to complete what is typed in the midst of a text, where a surprise is worse than nothing.
 *
 * @param query the beginning of a name, of a shortcode, or of what they are about
 * @param limit how many to find
 * @returns the best first
 */
export function completeEmoji(all: readonly Emoji[], query: string, limit: number): readonly Emoji[] {
  return ranked(all, query, RANK.wordBegins, limit);
}

function ranked(all: readonly Emoji[], query: string, worst: number, limit: number): readonly Emoji[] {
  const folded = fold(query.trim());
  if (folded === "") return [];
  return all
    .flatMap((emoji) => {
      const rank = rankOf(emoji, folded);
      return rank === undefined || rank > worst ? [] : [{ emoji, rank }];
    })
    .sort((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ emoji }) => emoji);
}

function rankOf({ name, shortcodes, words }: Emoji, query: string): number | undefined {
  const code = query.replaceAll(" ", "_");
  if (shortcodes.includes(code)) return RANK.shortcode;
  if (shortcodes.some((shortcode) => shortcode.startsWith(code))) return RANK.shortcodeBegins;
  const folded = fold(name);
  if (folded.startsWith(query)) return RANK.nameBegins;
  if ([folded, ...words].some((text) => beginsAWord(text, query))) return RANK.wordBegins;
  const isWithin = folded.includes(query) || shortcodes.some((shortcode) => shortcode.includes(code));
  return isWithin ? RANK.contains : undefined;
}

function beginsAWord(text: string, query: string): boolean {
  return text.startsWith(query) || text.includes(` ${query}`);
}

/** The emoji that a shortcode means, if any. */
export function emojiOf(all: readonly Emoji[], shortcode: string): Emoji | undefined {
  return all.find(({ shortcodes }) => shortcodes.includes(shortcode.toLowerCase()));
}

/** Skin tones, from none over light to dark. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

/** Unicode's modifier of each tone. */
const MODIFIERS = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"] as const;

/**
 * An emoji in a skin tone.
 *
 * @param emoji one that takes a tone
 */
export function withTone(emoji: string, tone: Tone): string {
  return tone === 0 ? emoji : emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${MODIFIERS[tone]}`);
}

/** The groups of emoji in Unicode's order: what each is called, and an emoji that stands for it. */
export const GROUPS = [
  { name: "smileys", sign: "😀" },
  { name: "people", sign: "👋" },
  { name: "animals", sign: "🐻" },
  { name: "food", sign: "🍎" },
  { name: "travel", sign: "🚗" },
  { name: "activities", sign: "⚽" },
  { name: "objects", sign: "💡" },
  { name: "symbols", sign: "🔣" },
  { name: "flags", sign: "🏁" },
] as const satisfies readonly { readonly name: keyof LazyCatalogue["emoji"]; readonly sign: string }[];
