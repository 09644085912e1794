import type { LazyCatalogue } from "../../i18n/catalogue.ts";

export interface Emoji {
  readonly emoji: string;
  /** In the user's language if Unicode has it. */
  readonly name: string;
  /** As typed between colons. The first is shown. */
  readonly shortcodes: readonly string[];
  /** Further search terms, folded. */
  readonly words: readonly string[];
  /** Index in `GROUPS`. */
  readonly group: number;
  readonly takesTone: boolean;
}

/** How an emoji matches; lower is better. */
const RANK = { shortcode: 0, shortcodeBegins: 1, nameBegins: 2, wordBegins: 3, contains: 4 } as const;

/** Removes case and accents for comparison. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * An emoji of the generated list: the emoji, its shortcodes separated by spaces, its group, and 1 if it has skin tones.
 */
export type ListedEmoji = readonly [emoji: string, shortcodes: string, group: number, takesTone: number];

/**
 * Combines the generated list with a language's names.
 *
 * @param names for each emoji, its name and its search terms, separated by pipes
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
 * Finds emoji by name, shortcode or search term.
 *
 * @param query as typed
 * @param limit maximum number of results
 * @returns the best first
 */
export function searchEmoji(all: readonly Emoji[], query: string, limit: number): readonly Emoji[] {
  return ranked(all, query, RANK.contains, limit);
}

/**
 * Finds completions for a query within a text, where no suggestion is better than a surprising one.
 *
 * @param query the start of a name, a shortcode or a search term
 * @param limit maximum number of results
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

export function emojiOf(all: readonly Emoji[], shortcode: string): Emoji | undefined {
  return all.find(({ shortcodes }) => shortcodes.includes(shortcode.toLowerCase()));
}

/** Skin tones: none, then light to dark. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

/** Unicode's modifier for each tone. */
const MODIFIERS = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"] as const;

/**
 * Applies a skin tone to an emoji.
 *
 * @param emoji one that has skin tones
 */
export function withTone(emoji: string, tone: Tone): string {
  return tone === 0 ? emoji : emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${MODIFIERS[tone]}`);
}

/** The groups of emoji in Unicode's order, each with its name and an icon. */
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
