import type { Format } from "../format.ts";

/** Where one chooses an emoji. What they are called comes from Unicode, by way of the emoji data. */
export const emoji = ({ foreign }: Format) => ({
  emoji: "Emoji",
  search: "Search emoji",
  recent: "Recently used",
  results: "Search results",
  none: (query: string) => `There is no emoji called ${foreign(query)}.`,
  skinTone: "Skin tone",
  loading: "Loading…",
  notLoaded: "The emoji could not be loaded. Please try again.",
});
