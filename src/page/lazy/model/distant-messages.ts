import { findMessage, type LogEvent, type Message, type RoomClient } from "../../../client/index.ts";
import { applyTo } from "../../../client/message.ts";
import type { Chat } from "../../model/chat.ts";
import { createStore, type Store, useStore } from "../../model/store.ts";
import type { View } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";

/**
 * Messages far above the log, oldest first, which a jump has loaded. They stay after the user has returned to the log: a reply
 * to one may be in the composer.
 */
export const distantMessages: Store<readonly Message[]> = createStore<readonly Message[]>([]);

let stop = () => {};

/** Applies the changes of a room to the distant messages, until the next call. */
export function followDistant(room: RoomClient): void {
  stop();
  const ends = [
    room.on("event", (event) => {
      const { value } = distantMessages;
      const next = changed(value, event, room.state.self?.uid);
      if (next !== value) distantMessages.set(next);
    }),
    room.on("reset", () => distantMessages.set([])),
  ];
  stop = () => {
    for (const end of ends) end();
  };
}

/** Applies an event. Returns the same array if it changes none of the messages. */
function changed(messages: readonly Message[], event: LogEvent, self: string | undefined): readonly Message[] {
  if (event.type === "message" || event.type === "notice") return messages;
  const { target } = event;
  if (findMessage(messages, target) === undefined) return messages;
  return messages.map((message) => (message.seq === target ? applyTo(message, event, self) : message));
}

/** A message of the log, or a distant one. */
export function loadedMessage({ messages }: Pick<View, "messages">, seq: number): Message | undefined {
  return findMessage(messages, seq) ?? findMessage(distantMessages.value, seq);
}

/** A message of the log, or a distant one, as it is now. */
export function useLoadedMessage(chat: Chat, seq: number | undefined): Message | undefined {
  const near = useView(chat, ({ messages }) => (seq === undefined ? undefined : findMessage(messages, seq)));
  const far = useStore(distantMessages, ({ value }) => (seq === undefined ? undefined : findMessage(value, seq)));
  return near ?? far;
}
