// Sets the theme before the first paint, so that a dark page never flashes white.
import { recallTheme, showTheme } from "./theme.ts";

showTheme(recallTheme());
