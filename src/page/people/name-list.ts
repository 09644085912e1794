import type { Words } from "../i18n/catalogue.ts";

/** People who are named one by one; of more it is only said how many. */
export const MAX_NAMED = 3;

/** Several names as one would say them. */
export function namesText({ format, people }: Words, names: readonly string[]): string {
  const others = names.length - MAX_NAMED;
  if (others <= 1) return format.list(names.map(format.foreign));
  return format.list([...names.slice(0, MAX_NAMED).map(format.foreign), people.others(others)]);
}

/** Who is typing; of many there is only talk. */
export function typingText(strings: Words, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  if (names.length > MAX_NAMED) return strings.composer.severalTyping;
  return strings.composer.typing(namesText(strings, names), names.length);
}
