import { useEffect, useState } from "preact/hooks";
import * as v from "valibot";
import { type LanguageCode, matchLanguage } from "../../i18n/languages.ts";
import { useWords } from "../../i18n/use-words.ts";
import { createPersistedStore } from "../../model/persisted-store.ts";
import { type Emoji, nameEmoji, TONES } from "./emoji-list.ts";

/** The names of each language. Unicode's data has no Arabic, so Arabic uses the English names. */
const NAMES: Record<LanguageCode, () => Promise<{ readonly names: readonly string[] }>> = {
  en: () => import("emoji:en"),
  de: () => import("emoji:de"),
  fr: () => import("emoji:fr"),
  es: () => import("emoji:es"),
  pt: () => import("emoji:pt"),
  ar: () => import("emoji:en"),
  hi: () => import("emoji:hi"),
  ja: () => import("emoji:ja"),
  zh: () => import("emoji:zh"),
};

const loaded = new Map<LanguageCode, Promise<readonly Emoji[]>>();

/**
 * Loads all emoji in Unicode's order, with the names of a language, once.
 *
 * @returns rejects if they cannot be loaded; the next call tries again
 */
export function loadEmoji(language: LanguageCode): Promise<readonly Emoji[]> {
  const present = loaded.get(language);
  if (present !== undefined) return present;
  const loading = load(language);
  loaded.set(language, loading);
  loading.catch(() => loaded.delete(language));
  return loading;
}

async function load(language: LanguageCode): Promise<readonly Emoji[]> {
  const [{ list }, { names }] = await Promise.all([import("emoji:list"), NAMES[language]()]);
  return nameEmoji(list, names);
}

/** All emoji in the user's language, once they have loaded. */
export function useEmoji(): { readonly all: readonly Emoji[]; readonly state: "loading" | "loaded" | "failed" } {
  const { format } = useWords();
  const language = matchLanguage([format.locale]);
  const [all, setAll] = useState<readonly Emoji[]>();
  const [isFailed, setIsFailed] = useState(false);
  useEffect(() => {
    let isWanted = true;
    loadEmoji(language).then(
      (emoji) => isWanted && setAll(emoji),
      () => isWanted && setIsFailed(true),
    );
    return () => {
      isWanted = false;
    };
  }, [language]);
  return { all: all ?? [], state: all !== undefined ? "loaded" : isFailed ? "failed" : "loading" };
}

/** Recently used emoji that are kept: three rows. */
const MAX_RECENT = 24;

const Habits = v.object({
  /** Newest first, without skin tone. */
  recent: v.fallback(
    v.pipe(
      v.array(v.string()),
      v.check(({ length }) => length <= MAX_RECENT),
    ),
    [],
  ),
  tone: v.fallback(v.picklist(TONES), 0),
});

/** The recently used emoji and the skin tone, kept in this browser. */
export const emojiHabits = createPersistedStore("parley.emoji", Habits, v.parse(Habits, {}));

/** Adds an emoji to the recently used ones. */
export function rememberEmoji(emoji: string): void {
  const { recent, tone } = emojiHabits.value;
  emojiHabits.set({ tone, recent: [emoji, ...recent.filter((other) => other !== emoji)].slice(0, MAX_RECENT) });
}
