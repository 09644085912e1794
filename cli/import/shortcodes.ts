import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Slack's names of emoji, and the emoji. Some have several names. */
const EMOJI = new Map(
  // The package's own file: names, or lists of them, by code points.
  Object.entries(require("emojibase-data/en/shortcodes/iamcal.json") as Record<string, string | string[]>).flatMap(
    ([code, names]) => {
      const emoji = String.fromCodePoint(...code.split("-").map((point) => Number.parseInt(point, 16)));
      return [names].flat().map((name) => [name, emoji] as const);
    },
  ),
);

/** The emoji of a name such as `tada`, or `wave::skin-tone-3` without its tone; `undefined` for a workspace's own. */
export function emojiOf(name: string): string | undefined {
  return EMOJI.get(name.replace(/::skin-tone-\d$/, ""));
}

/** A text with emoji for their names. */
export function withEmoji(text: string): string {
  return text.replaceAll(/:([\w+-]+):(?::skin-tone-\d:)?/g, (whole, name: string) => EMOJI.get(name) ?? whole);
}
