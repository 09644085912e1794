import * as v from "valibot";
import { LANGUAGES, type LanguageCode } from "../i18n/languages.ts";
import { createPersistedStore } from "../model/persisted-store.ts";
import { useStore } from "../model/store.ts";

/** The language that the browser prefers. */
export const BROWSERS_LANGUAGE = "auto";

// The keys of an object that stands in this house are what its type says.
const CODES = Object.keys(LANGUAGES) as LanguageCode[];

/**
 * What one chose. A setting that cannot be read is as at first; one that an older version does not know is dropped by it.
 * (The theme is kept by theme.ts, whose script runs before the first paint.)
 */
export type Settings = v.InferOutput<typeof Settings>;
export const Settings = v.object({
  language: v.fallback(v.picklist([BROWSERS_LANGUAGE, ...CODES]), BROWSERS_LANGUAGE),
  /** Whether lines between the messages tell who comes and goes. */
  showsComings: v.fallback(v.boolean(), true),
  /** Whether the system tells of mentions, as far as the browser lets it. */
  notifiesMentions: v.fallback(v.boolean(), false),
  /** Whether a wide page has a column with the people. */
  showsPeople: v.fallback(v.boolean(), false),
});

/** What one chose, in this browser. */
export const settings = createPersistedStore("parley.settings", Settings, v.parse(Settings, {}));

/** Changes some of the settings. */
export function changeSettings(change: Partial<Settings>): void {
  settings.set({ ...settings.value, ...change });
}

/** One of the settings, as it is now. */
export function useSetting<Name extends keyof Settings>(name: Name): Settings[Name] {
  return useStore(settings, ({ value }) => value[name]);
}
