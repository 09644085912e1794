import { readableText } from "../../markup/parse-markup.ts";
import type { Message } from "../../protocol/events.ts";
import type { SearchHit } from "../../protocol/http.ts";
import { readMentions } from "../../protocol/mentions.ts";
import { marksOf, type Query } from "./query.ts";
import { snippetOf } from "./snippet.ts";

/** A message that was found, with a line of its text as people read it (P14.17). */
export function hitOf(query: Query, message: Message): SearchHit {
  const text = readableText(message.message, readMentions(message.mentions));
  const marks = marksOf(query, text);
  if (marks.length > 0) return { message, ...snippetOf(text, marks) };
  // What was found may be a part of the markup, such as the address of a link.
  const inMarkup = marksOf(query, message.message);
  return { message, ...(inMarkup.length > 0 ? snippetOf(message.message, inMarkup) : snippetOf(text, [])) };
}
