import { speak } from "../i18n/language.ts";
import { BROWSERS_LANGUAGE, settings } from "../settings/settings.ts";
import { showTheme } from "../theme/theme.ts";
import { options } from "./frame-options.ts";

/**
 * Sets the language that the host chose, or else the user's own, and follows changes of each.
 *
 * @returns resolves when the room can be shown
 */
export async function followFrameLanguage(): Promise<void> {
  const chosen = () => {
    const own = settings.value.language;
    return options.value.lang ?? (own === BROWSERS_LANGUAGE ? undefined : own);
  };
  let current = chosen();
  const follow = () => speak(current, navigator.languages);
  const look = () => {
    if (chosen() === current) return;
    current = chosen();
    void follow();
  };
  options.subscribe(look);
  settings.subscribe(look);
  addEventListener("languagechange", () => void follow());
  await follow();
}

/** Follows the theme that the host chooses after the frame has loaded. */
export function followFrameTheme(): void {
  let { theme } = options.value;
  options.subscribe(() => {
    if (options.value.theme === theme) return;
    theme = options.value.theme;
    showTheme(theme);
  });
}
