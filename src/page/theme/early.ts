// Runs before the first paint, so that who chose dark is not dazzled first.
import { recallTheme, showTheme } from "./theme.ts";

showTheme(recallTheme());
