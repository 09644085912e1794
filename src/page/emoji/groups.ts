import type { LazyCatalogue } from "../i18n/catalogue.ts";

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
