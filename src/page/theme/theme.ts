export type Theme = "system" | "light" | "dark";

const KEY = "parley.theme";

export function recallTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    // Storage may be disabled, as in some frames.
    return "system";
  }
}

/** Sets the theme and saves it for the next visit. */
export function chooseTheme(theme: Theme): void {
  showTheme(theme);
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be disabled or full.
  }
}

/** Sets the theme of the page (tokens.css) and of the browser's own bars. */
export function showTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  for (const bar of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color][data-theme]")) {
    const own = `(prefers-color-scheme: ${bar.dataset.theme})`;
    bar.media = theme === "system" ? own : theme === bar.dataset.theme ? "all" : "not all";
  }
}

/** Follows a theme that is chosen in another tab. */
export function followTheme(): void {
  addEventListener("storage", ({ key }) => {
    // `localStorage.clear()` reports no key.
    if (key === KEY || key === null) showTheme(recallTheme());
  });
}
