import type { AllWords } from "../../../src/page/i18n/catalogue.ts";
import { english } from "../../../src/page/i18n/en/first.ts";
import { lazyEnglish } from "../../../src/page/i18n/en/lazy.ts";
import { formatFor } from "../../../src/page/i18n/format.ts";

const format = formatFor("en-GB");

/** What an English page says. */
export const ENGLISH: AllWords = { ...english(format), ...lazyEnglish(format), code: "en", format };
