import type { Format } from "../format.ts";

/** Where one writes. */
export const composer = ({ number, plural }: Format) => ({
  message: "Message",
  placeholder: (room: string) => `Message #${room}`,
  send: "Send",
  left: (count: number) => `${number(count)} left`,
  tooMany: (count: number) => `${number(count)} too many`,
  typing: (names: string, count: number) =>
    plural(count, { one: `${names} is writing …`, other: `${names} are writing …` }),
  severalTyping: "Several people are writing …",
});
