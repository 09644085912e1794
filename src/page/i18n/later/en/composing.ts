import type { Format } from "../../format.ts";

/** What stands around what is typed. */
export const composing = ({ foreign, number, plural }: Format) => ({
  left: (count: number) => `${number(count)} left`,
  tooMany: (count: number) => `${number(count)} too many`,
  bytesTooMany: (count: number) =>
    plural(count, { one: `${number(count)} byte too many`, other: `${number(count)} bytes too many` }),
  replyingTo: (name: string) => `Replying to ${foreign(name)}`,
  cancelReply: "Do not reply",
  editing: "Editing your message",
  cancelEdit: "Stop editing",
  suggestions: "Suggestions",
  suggestionCount: (count: number) =>
    plural(count, { one: `${number(count)} suggestion`, other: `${number(count)} suggestions` }),
});
