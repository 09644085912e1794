/** Joins the lines that say something. */
export function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== "").join("\n");
}

/** A Markdown link; only its label if there is no address of the web. */
export function link(label: string, address: string): string {
  const shown = oneLine(label).replace(/[[\]]/g, "");
  if (!/^https?:\/\/[^\s<>]+$/i.test(address)) return shown;
  const target = address.replace(/[()]/g, (bracket) => (bracket === "(" ? "%28" : "%29"));
  return shown === "" || shown === address ? address : `[${shown}](${target})`;
}

/** A text in which no words hide the address of a link: `[docs](https://a.example)` shows both. */
export function unlinked(text: string): string {
  return text.replace(/\](?=\()/g, "] ");
}

export function bold(text: string): string {
  return text.trim() === "" ? "" : `**${text.trim()}**`;
}

/** A text as code. */
export function code(text: string): string {
  return text === "" ? "" : `\`${oneLine(text).replace(/`/g, "'")}\``;
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The first line of a text. */
export function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}

/** The beginning of a text, in one line. */
export function shortened(text: string, maxCharacters: number): string {
  const characters = Array.from(oneLine(text));
  return characters.length > maxCharacters
    ? `${characters.slice(0, maxCharacters - 1).join("")}…`
    : characters.join("");
}

/** A text as a quote. */
export function quote(text: string): string {
  return text.trim() === "" ? "" : text.trim().replace(/^/gm, "> ");
}
