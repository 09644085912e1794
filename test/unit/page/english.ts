import { english } from "../../../src/page/i18n/en/catalogue.ts";
import { formatFor } from "../../../src/page/i18n/format.ts";
import type { AllWords } from "../../../src/page/i18n/later/catalogue.ts";
import { laterEnglish } from "../../../src/page/i18n/later/en/catalogue.ts";

const format = formatFor("en-GB");

/** What an English page says. */
export const ENGLISH: AllWords = { ...english(format), ...laterEnglish(format), code: "en", format };
