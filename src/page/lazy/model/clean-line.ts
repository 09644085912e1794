import { cleanText } from "../../model/clean-text.ts";

/** Line breaks and tabs, which copied text has, and a name or a reason does not. */
const LINE_LAYOUT = /[\t\n\u2028\u2029]+/g;

/** Makes one line of a typed or copied text, without the invisible characters with which a room would refuse it. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(LINE_LAYOUT, " ").trim();
}
