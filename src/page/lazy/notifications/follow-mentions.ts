import type { Message } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";
import { isMentioned } from "../../model/picked-mentions.ts";
import type { View } from "../../model/view.ts";

/**
 * Tells of messages that mean the reader, as they come. What was said before is no news; of several that come together, as
 * after a lost connection, the newest is told.
 *
 * @returns a function that ends it
 */
export function followMentions(chat: Chat, onMention: (message: Message) => void): () => void {
  let place = placeOf(chat.view);
  const follow = () => {
    const { messages, self } = chat.view;
    const { epoch, newest } = place;
    place = placeOf(chat.view);
    // In a log that appears, all was said before.
    if (place.epoch !== epoch || place.newest <= newest) return;
    for (let index = messages.length - 1; index >= 0; index -= 1) {
      const message = messages[index];
      if (message === undefined || message.seq <= newest) return;
      if (message.uid !== self?.uid && isMentioned(message, self?.uid)) {
        onMention(message);
        return;
      }
    }
  };
  return chat.subscribe(follow, new Set<keyof View>(["messages", "position", "self"]));
}

/** Which log is seen, and up to where. */
function placeOf({ messages, position }: View): { readonly epoch: string | undefined; readonly newest: number } {
  return { epoch: position?.epoch, newest: messages.at(-1)?.seq ?? 0 };
}
