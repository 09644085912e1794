/** How the page looks: as the system does, or as one chose. */
export type Theme = "system" | "light" | "dark";

const KEY = "parley.theme";

/** The theme that was chosen in this browser. */
export function recallTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    // Storage may be switched off, or refused to a page in a frame.
    return "system";
  }
}

/** Shows a theme, and keeps the choice for the next visit, where the browser lets us. */
export function chooseTheme(theme: Theme): void {
  showTheme(theme);
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // As above; also when storage is full.
  }
}

/** Shows a theme. tokens.css has both; the colour of the browser's own bars goes with it. */
export function showTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  for (const bar of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color][data-theme]")) {
    const own = `(prefers-color-scheme: ${bar.dataset.theme})`;
    bar.media = theme === "system" ? own : theme === bar.dataset.theme ? "all" : "not all";
  }
}

/** Follows a choice that is made in another tab. */
export function followTheme(): void {
  addEventListener("storage", ({ key }) => {
    // A storage that was emptied has no key to tell.
    if (key === KEY || key === null) showTheme(recallTheme());
  });
}
