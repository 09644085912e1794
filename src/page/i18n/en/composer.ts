import type { Format } from "../format.ts";

/** Where one writes. */
export const composer = ({ plural }: Format) => ({
  message: "Message",
  placeholder: (room: string) => `Message #${room}`,
  send: "Send",
  chooseEmoji: "Choose an emoji",
  typing: (names: string, count: number) =>
    plural(count, { one: `${names} is writing …`, other: `${names} are writing …` }),
  severalTyping: "Several people are writing …",
});
