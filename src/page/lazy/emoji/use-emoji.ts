import { useEffect, useState } from "preact/hooks";
import * as v from "valibot";
import { type LanguageCode, matchLanguage } from "../../i18n/languages.ts";
import { useWords } from "../../i18n/use-words.ts";
import { createPersistedStore } from "../../model/persisted-store.ts";
import { type Emoji, nameEmoji, TONES } from "./emoji-list.ts";

/** What each language calls them. Unicode's data has no Arabic here, so there they have their English names. */
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
 * All emoji, in Unicode's order, with what a language calls them: loaded once.
 *
 * @returns rejects where they cannot be loaded; another call tries again
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

/** All emoji in the reader's language, as soon as they are there. */
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

/** Emoji that are remembered: three rows. */
const MAX_RECENT = 24;

const Habits = v.object({
  /** The newest first, as they were used. */
  recent: v.fallback(v.pipe(v.array(v.string()), v.maxLength(MAX_RECENT)), []),
  tone: v.fallback(v.picklist(TONES), 0),
});

/** What one used lately, and in which skin tone, in this browser. */
export const emojiHabits = createPersistedStore("parley.emoji", Habits, v.parse(Habits, {}));

/** Remembers that an emoji was used. */
export function rememberEmoji(emoji: string): void {
  const { recent, tone } = emojiHabits.value;
  emojiHabits.set({ tone, recent: [emoji, ...recent.filter((other) => other !== emoji)].slice(0, MAX_RECENT) });
}
