import type { Words } from "../i18n/catalogue.ts";
import { namesWords } from "../people/names.ts";
import type { Note } from "./notes.ts";

/** What happened, in between the messages. */
export function noteWords(words: Words, note: Note): string {
  if (note.kind === "rename") return words.log.renamed(note.previous, note.username);
  const said = (isHere: boolean, say: (names: string, count: number) => string) => {
    const names = [...note.people.values()].filter((person) => person.isHere === isHere);
    return names.length === 0
      ? []
      : [
          say(
            namesWords(
              words,
              names.map(({ username }) => username),
            ),
            names.length,
          ),
        ];
  };
  return [...said(true, words.people.entered), ...said(false, words.people.left)].join(" · ");
}
