// Extracts from emojibase-data, which follows Unicode's own lists, what the page needs: one list of emoji for all languages, and
// a file of names for each.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Newer emoji are empty boxes on systems of 2022, which many people still use. */
const NEWEST_VERSION = 15;

/** Skin tones and hair on their own: parts of emoji, not emoji. */
const COMPONENTS = 2;

/** The `:shortcodes:` that people know from GitHub and Slack. */
const SHORTCODE_SETS = ["github", "iamcal"];

/** From light to dark. */
const TONES = ["\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];

/** The bundler's namespace for these modules. */
export const EMOJI_NAMESPACE = "emoji:";

/**
 * @typedef {object} Entry an entry of emojibase-data
 * @property {string} emoji
 * @property {string} hexcode
 * @property {string} label
 * @property {string[]} [tags]
 * @property {number} [group]
 * @property {number} order
 * @property {number} version
 * @property {{ emoji: string, tone: number | number[] }[]} [skins]
 */

/**
 * The emoji without names, in Unicode's order: `[emoji, shortcodes, group, supports skin tones]`.
 *
 * @returns {[string, string, number, 0 | 1][]}
 */
export function emojiList() {
  const sets = SHORTCODE_SETS.map((name) => require(`emojibase-data/en/shortcodes/${name}.json`));
  return entriesOf("en").map((entry) => {
    const shortcodes = new Set(sets.flatMap((set) => set[entry.hexcode] ?? []));
    // Drops redundant variation selectors: otherwise the same emoji with and without one would be two reactions.
    const emoji = entry.emoji.replace(/(\p{Emoji_Presentation})\ufe0f/gu, "$1");
    return [emoji, [...shortcodes].join(" "), groupOf(entry), takesTone(entry) ? 1 : 0];
  });
}

/**
 * A language's names, in the order of {@link emojiList}: each name, followed by its search terms after `|`.
 *
 * @param {string} language emojibase-data's code
 */
export function emojiNames(language) {
  const byHexcode = new Map(entriesOf(language).map((entry) => [entry.hexcode, entry]));
  return entriesOf("en").map((english) => {
    const { label, tags = [] } = byHexcode.get(english.hexcode) ?? english;
    return [label, ...tags].join("|");
  });
}

/**
 * Lets the page import `emoji:list`, and `emoji:de` for the German names.
 *
 * @type {import("esbuild").Plugin}
 */
export const emojiModules = {
  name: "emoji",
  setup(build) {
    build.onResolve({ filter: /^emoji:/ }, ({ path }) => ({ path: path.replace(":", "-"), namespace: "emoji" }));
    build.onLoad({ filter: /.*/, namespace: "emoji" }, ({ path }) => {
      const name = path.slice("emoji-".length);
      const [what, value] = name === "list" ? ["list", emojiList()] : ["names", emojiNames(name)];
      return { contents: `export const ${what} = ${JSON.stringify(value)};`, loader: "js" };
    });
  },
};

/**
 * @param {string} language
 * @returns {Entry[]}
 */
function entriesOf(language) {
  /** @type {Entry[]} */
  const entries = require(`emojibase-data/${language}/data.json`);
  return entries
    .filter(({ group, version }) => group !== undefined && group !== COMPONENTS && version <= NEWEST_VERSION)
    .sort((one, other) => one.order - other.order);
}

/**
 * The group's index, counted without the components.
 *
 * @param {Entry} entry
 */
function groupOf({ group = 0 }) {
  return group > COMPONENTS ? group - 1 : group;
}

/**
 * Whether the page's way of applying skin tones yields Unicode's own sequences.
 *
 * @param {Entry} entry
 */
function takesTone({ emoji, skins = [] }) {
  const plain = skins.filter(({ tone }) => typeof tone === "number");
  return plain.length === TONES.length && TONES.every((tone, index) => plain[index]?.emoji === withTone(emoji, tone));
}

/**
 * Mirrors src/page/lazy/emoji/emoji-list.ts; a test keeps them equal.
 *
 * @param {string} emoji
 * @param {string} tone
 */
function withTone(emoji, tone) {
  return emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${tone}`);
}
