import type { Message } from "../../protocol/events.ts";
import type { ExportFormat } from "./format.ts";
import { absolute, nameOf, reactionsText } from "./message-parts.ts";

const COLUMNS = [
  "seq",
  "time",
  "name",
  "uid",
  "message",
  "reply_to",
  "edited",
  "reactions",
  "files",
  "imported",
  "bot",
];

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

/** A table for spreadsheets, as RFC 4180 has it. */
export const CSV: ExportFormat = {
  contentType: "text/csv; charset=utf-8; header=present",
  head: ({ isContinued }) => (isContinued ? "" : `${BYTE_ORDER_MARK}${COLUMNS.join(",")}\r\n`),
  part: ({ messages }, _last, { origin }) => messages.map((message) => rowOf(message, origin)).join(""),
  foot: "",
};

function rowOf(message: Message, origin: string): string {
  const { at, bot, editedAt, files = [], imported, replyTo, seq, uid } = message;
  const cells = [
    seq,
    new Date(at).toISOString(),
    text(nameOf(message)),
    text(uid),
    text(message.message),
    replyTo ?? "",
    editedAt === undefined ? "" : new Date(editedAt).toISOString(),
    text(reactionsText(message)),
    text(files.map(({ url }) => absolute(url, origin)).join(" ")),
    imported === true ? "true" : "",
    bot === true ? "true" : "",
  ];
  return `${cells.join(",")}\r\n`;
}

/** A text that a spreadsheet would read as a formula (OWASP, "CSV injection"): some skip what is invisible before the sign. */
const FORMULA = /^[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r]/u;

/** A cell with a user's text. A formula gets an apostrophe, by which spreadsheets know a text. */
function text(value: string): string {
  return `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
}
