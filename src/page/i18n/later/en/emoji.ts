import type { Format } from "../../format.ts";

/** Where one chooses an emoji. What each is called comes from Unicode, by way of emojibase-data. */
export const emoji = ({ foreign }: Format) => ({
  emoji: "Emoji",
  search: "Search emoji",
  recent: "Recently used",
  results: "Search results",
  none: (query: string) => `There is no emoji called ${foreign(query)}.`,
  smileys: "Smileys and emotion",
  people: "People and body",
  animals: "Animals and nature",
  food: "Food and drink",
  travel: "Travel and places",
  activities: "Activities",
  objects: "Objects",
  symbols: "Symbols",
  flags: "Flags",
  skinTone: "Skin tone",
  noTone: "No skin tone",
  lightTone: "Light",
  mediumLightTone: "Medium light",
  mediumTone: "Medium",
  mediumDarkTone: "Medium dark",
  darkTone: "Dark",
  loading: "Loading…",
  notLoaded: "The emoji could not be loaded. Please try again.",
});
