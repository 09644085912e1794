import type { Message } from "../../protocol/events.ts";

/** The name of a message's author. That of an erased person is empty. */
export function nameOf({ username }: Pick<Message, "username">): string {
  return username === "" ? "Deleted user" : username;
}

/** The address of a file: a message has its path. */
export function absolute(url: string, origin: string): string {
  return new URL(url, origin).href;
}

/** The reactions to a message in a line. */
export function reactionsText({ reactions = [] }: Message): string {
  return reactions.map(({ count, emoji }) => `${emoji} ${count}`).join(" ");
}
