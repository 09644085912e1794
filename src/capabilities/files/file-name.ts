import { storedForm } from "../../protocol/text.ts";

/** Characters of a name; file systems take 255 bytes. */
const MAX_CHARACTERS = 120;

/** Characters that a name must not have: controls and line breaks, and those that turn its direction around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing these is the point
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]/gu;

/** Characters that a file system takes for a path, a wildcard or a stream. */
const RESERVED = /[<>:"|?*]/g;

/**
 * Makes a safe name of what a sender calls a file: no path, no control or direction characters, no leading dots.
 *
 * @param header percent-encoded
 */
export function fileName(header: string | undefined): string {
  const last =
    decode(header ?? "")
      .split(/[/\\]/)
      .at(-1) ?? "";
  const name = storedForm(last.toWellFormed().replace(UNSAFE, "").replace(RESERVED, "_")).replace(
    /^[.\s]+|[.\s]+$/g,
    "",
  );
  return shortened(name) || "file";
}

function decode(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}

/** Keeps the ending, by which people know what a file is. */
function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= MAX_CHARACTERS) return name;
  const ending = /\.[^.\s]{1,10}$/.exec(name)?.[0] ?? "";
  return characters.slice(0, MAX_CHARACTERS - ending.length).join("") + ending;
}
