// Modules that the build generates from emojibase-data (scripts/build/emoji.mjs).

declare module "emoji:list" {
  /** The emoji, its shortcodes separated by spaces, its group, and 1 if it has skin tones; in Unicode's order. */
  export const list: readonly (readonly [emoji: string, shortcodes: string, group: number, takesTone: number])[];
}

declare module "emoji:*" {
  /** For each emoji of the list, its name and its search terms, separated by pipes. */
  export const names: readonly string[];
}
