import type { Words } from "../i18n/catalogue.ts";

/** Names that are listed; the rest are counted. */
export const MAX_NAMED = 3;

/**
 * A list of names in the user's language.
 *
 * @param count how many people there are, if not all of them are named
 */
export function namesText({ format, people }: Words, names: readonly string[], count = names.length): string {
  const others = count - MAX_NAMED;
  if (others <= 1) return format.list(names.map(format.foreign));
  return format.list([...names.slice(0, MAX_NAMED).map(format.foreign), people.others(others)]);
}
