// Makes of emojibase-data, which follows Unicode's own lists, what the page needs of them: all languages share the emoji, and
// each has a file of names.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Newer ones are empty boxes on a system of 2022, which many have. */
const NEWEST_VERSION = 15;

/** Skin tones and hair by themselves: parts of emoji, and none. */
const COMPONENTS = 2;

/** The names between colons that people know from GitHub and Slack. */
const SHORTCODE_SETS = ["github", "iamcal"];

/** From light to dark. */
const TONES = ["\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];

/** What the bundler calls these modules by. */
export const EMOJI_NAMESPACE = "emoji:";

/**
 * @typedef {object} Entry as emojibase-data has it
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
 * The emoji without their names: `[emoji, shortcodes, group, takes a skin tone]`, in Unicode's order.
 *
 * @returns {[string, string, number, 0 | 1][]}
 */
export function emojiList() {
  const sets = SHORTCODE_SETS.map((name) => require(`emojibase-data/en/shortcodes/${name}.json`));
  return entriesOf("en").map((entry) => {
    const shortcodes = new Set(sets.flatMap((set) => set[entry.hexcode] ?? []));
    // What is an emoji by itself needs no mark that it is one: with and without it would be two reactions.
    const emoji = entry.emoji.replace(/(\p{Emoji_Presentation})\ufe0f/gu, "$1");
    return [emoji, [...shortcodes].join(" "), groupOf(entry), takesTone(entry) ? 1 : 0];
  });
}

/**
 * What a language calls the emoji, in the order of {@link emojiList}: each name, and behind a `|` by what else it is found.
 *
 * @param {string} language as emojibase-data calls it
 */
export function emojiNames(language) {
  const byHexcode = new Map(entriesOf(language).map((entry) => [entry.hexcode, entry]));
  return entriesOf("en").map((english) => {
    const { label, tags = [] } = byHexcode.get(english.hexcode) ?? english;
    return [label, ...tags].join("|");
  });
}

/**
 * Lets the page import `emoji:list`, and `emoji:de` for what German calls them.
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
 * Counts from 0, with the components left out.
 *
 * @param {Entry} entry
 */
function groupOf({ group = 0 }) {
  return group > COMPONENTS ? group - 1 : group;
}

/**
 * Whether the page's own way to give an emoji a tone makes what Unicode has.
 *
 * @param {Entry} entry
 */
function takesTone({ emoji, skins = [] }) {
  const plain = skins.filter(({ tone }) => typeof tone === "number");
  return plain.length === TONES.length && TONES.every((tone, index) => plain[index]?.emoji === withTone(emoji, tone));
}

/**
 * What src/page/emoji/skin-tone.ts does in the browser; a test holds that it is the same.
 *
 * @param {string} emoji
 * @param {string} tone
 */
function withTone(emoji, tone) {
  return emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${tone}`);
}
