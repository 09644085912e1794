// Sets the theme of a frame before its first paint.
import { preloadMarkup } from "../markup/preload-markup.ts";
import { recallTheme, showTheme } from "../theme/theme.ts";

const query = new URLSearchParams(location.search);
const theme = query.get("theme");
showTheme(theme === "light" || theme === "dark" ? theme : recallTheme());
document.documentElement.dataset.view = query.get("view") ?? "";

// As in the page's own early script.
if (!("Segmenter" in Intl && "groupBy" in Map)) document.documentElement.dataset.old = "";

preloadMarkup();
