import { speak } from "../i18n/language.ts";
import { BROWSERS_LANGUAGE, settings } from "./settings.ts";

/**
 * Sets the page's language to the chosen one or the browser's, and follows changes of either.
 *
 * @returns resolves when the page can be shown
 */
export async function followLanguage(): Promise<void> {
  let chosen = settings.value.language;
  const follow = () => speak(chosen === BROWSERS_LANGUAGE ? undefined : chosen, navigator.languages);
  settings.subscribe(() => {
    if (settings.value.language === chosen) return;
    chosen = settings.value.language;
    void follow();
  });
  addEventListener("languagechange", () => void follow());
  await follow();
}
