import { speak } from "../i18n/language.ts";
import { BROWSERS_LANGUAGE, settings } from "../settings/settings.ts";
import { showTheme } from "../theme/theme.ts";
import { options } from "./frame-options.ts";
import { applyStyle } from "./style/apply-style.ts";

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

/** Follows the theme and the style that the host chooses after the frame has loaded. */
export function followFrameLooks(): void {
  let { style, theme } = options.value;
  const apply = () => applyStyle(style);
  // The page's own colors differ between light and dark.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  options.subscribe(() => {
    const { style: before, theme: shown } = { style, theme };
    ({ style, theme } = options.value);
    if (theme !== shown) showTheme(theme);
    if (theme !== shown || JSON.stringify(style) !== JSON.stringify(before)) apply();
  });
}
