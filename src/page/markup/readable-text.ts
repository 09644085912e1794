import { type Message, readMentions } from "../../client/index.ts";
import { markup } from "./load-markup.ts";

/** The text of a message without its markup, for places that show a line of it: quotes and notifications. */
export function readableText({ extra, message }: Message): string {
  return markup()?.readableText(message, readMentions(extra.mentions)) ?? message;
}
