import type { Format } from "../format.ts";

/** Where one writes. */
export const composer = ({ foreign, number, plural }: Format) => ({
  message: "Message",
  placeholder: (room: string) => `Message #${room}`,
  send: "Send",
  left: (count: number) => `${number(count)} left`,
  tooMany: (count: number) => `${number(count)} too many`,
  bytesTooMany: (count: number) =>
    plural(count, { one: `${number(count)} byte too many`, other: `${number(count)} bytes too many` }),
  replyingTo: (name: string) => `Replying to ${foreign(name)}`,
  cancelReply: "Do not reply",
  editing: "Editing your message",
  cancelEdit: "Stop editing",
  chooseEmoji: "Choose an emoji",
  suggestions: "Suggestions",
  suggestionCount: (count: number) =>
    plural(count, { one: `${number(count)} suggestion`, other: `${number(count)} suggestions` }),
  typing: (names: string, count: number) =>
    plural(count, { one: `${names} is writing …`, other: `${names} are writing …` }),
  severalTyping: "Several people are writing …",
});
