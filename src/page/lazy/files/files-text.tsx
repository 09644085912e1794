import type { Message, MessageFile } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { readableText } from "../../markup/readable-text.ts";
import { kindOf } from "./file-kind.ts";
import { readFiles } from "./read-files.ts";

/** Says in a word or two what a message without a text has. */
export function filesText(
  { files: words, voice }: AllWords,
  files: readonly Pick<MessageFile, "type" | "voice">[],
): string {
  const kinds = new Set(files.map(({ type }) => kindOf(type)));
  const [kind] = kinds;
  if (kinds.size === 1 && kind === "picture") return words.pictures(files.length);
  if (files.length === 1 && files[0]?.voice !== undefined) return voice.message;
  if (files.length === 1 && (kind === "video" || kind === "audio")) return words[kind];
  return words.files(files.length);
}

/** The same, where a component of the first load shows a line of a message. */
export function FilesText({ message }: { message: Message }) {
  return <>{lineOf(useAllWords(), message)}</>;
}

/** A message in one line: its text, or else what its files are. */
export function lineOf(strings: AllWords, message: Message): string {
  const text = readableText(message);
  const files = readFiles(message);
  return text === "" && files.length > 0 ? filesText(strings, files) : text;
}
