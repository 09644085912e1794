import type { Message } from "../../protocol/events.ts";
import type { ExportFormat } from "./format.ts";
import { absolute } from "./message-parts.ts";

/** A message per line, in its present state, as an import reads it. */
export const JSON_LINES: ExportFormat = {
  contentType: "application/jsonl; charset=utf-8",
  head: () => "",
  part: ({ messages }, _last, { origin }) =>
    messages.map((message) => `${JSON.stringify(withAddresses(message, origin))}\n`).join(""),
  foot: "",
};

function withAddresses(message: Message, origin: string): Message {
  const { files } = message;
  if (files === undefined) return message;
  return { ...message, files: files.map((file) => ({ ...file, url: absolute(file.url, origin) })) };
}
