import type { Words } from "../i18n/catalogue.ts";

/** Names that are told one by one; of more, only how many. */
const NAMED = 3;

/** Several names as one would say them. */
export function namesWords({ format, people }: Words, names: readonly string[]): string {
  const others = names.length - NAMED;
  if (others <= 1) return format.list(names.map(format.foreign));
  return format.list([...names.slice(0, NAMED).map(format.foreign), people.others(others)]);
}
