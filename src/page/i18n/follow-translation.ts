import type { Translation } from "./catalogue.ts";
import { language, loadTranslation, type Translations } from "./language.ts";

/**
 * Loads a catalogue in the page's language, now and after each change of it. English stands in for what cannot be loaded.
 *
 * @param use gets each catalogue that was loaded
 * @returns resolves when the first one has loaded
 */
export function followTranslation<Strings>(
  english: Translation<Strings>,
  translations: Translations<Strings>,
  use: (catalogue: Translation<Strings>) => void,
): Promise<void> {
  const follow = async () => {
    const { code } = language.value;
    const catalogue = (await loadTranslation(code, english, translations)) ?? english;
    // The language may have changed again in the meantime.
    if (code === language.value.code) use(catalogue);
  };
  language.subscribe(() => void follow());
  return follow();
}
