import type { AllWords } from "../i18n/catalogue.ts";
import type { PresenceNote } from "../log/notes.ts";
import { MAX_NAMED } from "./names.ts";

/**
 * What is said of comings and goings.
 *
 * @returns a line; and where that only counts, also a text with all names
 */
export function presenceWords(
  { format, presence }: AllWords,
  { people: doings }: PresenceNote,
): { readonly line: string; readonly all?: string } {
  const named = (isHere: boolean) =>
    [...doings.values()].filter((person) => person.isHere === isHere).map(({ username }) => format.foreign(username));
  const parts = [
    { names: named(true), said: presence.entered },
    { names: named(false), said: presence.left },
  ].filter(({ names }) => names.length > 0);
  const join = (count: (names: readonly string[]) => string) =>
    parts.map(({ names, said }) => said(count(names), names.length)).join(" · ");
  const all = join(format.list);
  if (parts.every(({ names }) => names.length <= MAX_NAMED)) return { line: all };
  return {
    line: join((names) => (names.length <= MAX_NAMED ? format.list(names) : presence.people(names.length))),
    all,
  };
}
