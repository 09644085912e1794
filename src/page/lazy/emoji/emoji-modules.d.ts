// What the build makes of emojibase-data (scripts/build/emoji.mjs).

declare module "emoji:list" {
  /** The emoji, its shortcodes with spaces between, its group, and 1 where it takes a skin tone; in Unicode's order. */
  export const list: readonly (readonly [emoji: string, shortcodes: string, group: number, takesTone: number])[];
}

declare module "emoji:*" {
  /** For each emoji of the list its name, and behind a `|` each by what else it is found. */
  export const names: readonly string[];
}
