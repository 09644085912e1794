import type { Format } from "../../format.ts";

/** What one can choose. */
export const settings = (_: Format) => ({
  language: "Language",
  browsersLanguage: (name: string) => `The browser’s (${name})`,
  theme: "Theme",
  system: "System",
  light: "Light",
  dark: "Dark",
  comings: "Show who comes and goes",
  comingsAdvice: "Lines between the messages tell who entered and who left.",
});
