// Sets the theme before the first paint, so that a dark page never flashes white.
import { preloadMarkup } from "../markup/preload-markup.ts";
import { recallTheme, showTheme } from "./theme.ts";

showTheme(recallTheme());

// The page cannot do without these. Older browsers show a note instead of nothing.
if (!("Segmenter" in Intl && "groupBy" in Map)) document.documentElement.dataset.old = "";

preloadMarkup();
