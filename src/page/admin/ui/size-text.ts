import type { Format } from "../../i18n/format.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const STEP = 1_000;

/** A size in the largest unit in which it is at least one. */
export function sizeText({ locale }: Format, bytes: number): string {
  const power = bytes < STEP ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[power] ?? "byte",
    // The short form of a byte is a word.
    unitDisplay: power === 0 ? "narrow" : "short",
    maximumSignificantDigits: 3,
  }).format(bytes / STEP ** power);
}
