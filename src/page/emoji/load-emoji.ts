import type { LanguageCode } from "../i18n/languages.ts";
import { type Emoji, nameEmoji } from "./emoji.ts";

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
