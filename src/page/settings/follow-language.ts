import { speak } from "../i18n/language.ts";
import { BROWSERS_LANGUAGE, settings } from "./settings.ts";

/**
 * Lets the page speak the language that was chosen, or that the browser prefers, and follow when either is another.
 *
 * @returns resolves when the page can be shown in it
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
