import { readFileSync, writeFileSync } from "node:fs";

const docs = new URL("../../docs/", import.meta.url);
const END = "<!-- to here -->";

/**
 * Writes between the markers of a page in docs/.
 *
 * @param command the command in the first marker
 * @throws Error if the page has lost its markers
 */
export function writeFigures(page: string, command: string, body: string): void {
  const file = new URL(page, docs);
  const { before, after } = splitPage(readFileSync(file, "utf8"), page, command);
  writeFileSync(file, `${before}\n\n${body}\n\n${after}`);
}

/** The text between the markers of a page. */
export function readFigures(page: string, command: string): string {
  return splitPage(readFileSync(new URL(page, docs), "utf8"), page, command).body.trim();
}

function splitPage(text: string, page: string, command: string) {
  const marker = `<!-- figures: written by ${command}, from here -->`;
  const begin = text.indexOf(marker) + marker.length;
  const end = text.indexOf(END);
  if (begin < marker.length || end < begin) throw new Error(`docs/${page} has lost its markers`);
  return { before: text.slice(0, begin), body: text.slice(begin, end), after: text.slice(end) };
}
