import * as v from "valibot";
import { type LanguageCode, LOCALES } from "../i18n/languages.ts";
import { createPersistedStore } from "../model/persisted-store.ts";
import { useStore } from "../model/store.ts";

export const BROWSERS_LANGUAGE = "auto";

// The keys of an object literal are those of its type.
const CODES = Object.keys(LOCALES) as LanguageCode[];

/**
 * The settings. An invalid one falls back to its default; an unknown one, of a newer version, is dropped. (The theme is
 * in theme.ts, whose script runs before the first paint.)
 */
export type Settings = v.InferOutput<typeof Settings>;
export const Settings = v.object({
  language: v.fallback(v.picklist([BROWSERS_LANGUAGE, ...CODES]), BROWSERS_LANGUAGE),
  /** Whether the log shows who joins and leaves. */
  showsComings: v.fallback(v.boolean(), true),
  /** Whether mentions show system notifications, if the browser permits them. */
  notifiesMentions: v.fallback(v.boolean(), false),
  /** Whether a wide page shows the column of people; until the user chooses, if there is plenty of room. */
  showsPeople: v.fallback(v.optional(v.boolean()), undefined),
});

export const settings = createPersistedStore("parley.settings", Settings, v.parse(Settings, {}));

export function changeSettings(change: Partial<Settings>): void {
  settings.set({ ...settings.value, ...change });
}

export function useSetting<Name extends keyof Settings>(name: Name): Settings[Name] {
  return useStore(settings, ({ value }) => value[name]);
}
