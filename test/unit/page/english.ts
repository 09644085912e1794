import type { Words } from "../../../src/page/i18n/catalogue.ts";
import { english } from "../../../src/page/i18n/en/catalogue.ts";
import { formatFor } from "../../../src/page/i18n/format.ts";

const format = formatFor("en-GB");

/** What an English page says. */
export const ENGLISH: Words = { ...english(format), format };
