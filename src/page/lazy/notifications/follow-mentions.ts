import type { Message } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";
import { isMentioned } from "../../model/picked-mentions.ts";
import type { View } from "../../model/view.ts";

/**
 * Calls back for new messages that mention the user, and only for the newest of several that arrive together, as after
 * a reconnect.
 *
 * @param isBlocked whether the user has blocked an author
 * @returns a function that stops it
 */
export function followMentions(
  chat: Chat,
  onMention: (message: Message) => void,
  isBlocked: (uid: string) => boolean = () => false,
): () => void {
  let place = placeOf(chat.view);
  const follow = () => {
    const { messages, self } = chat.view;
    const { epoch, newest } = place;
    place = placeOf(chat.view);
    // A log that has just loaded contains only old messages.
    if (place.epoch !== epoch || place.newest <= newest) return;
    for (let index = messages.length - 1; index >= 0; index -= 1) {
      const message = messages[index];
      if (message === undefined || message.seq <= newest) return;
      if (message.uid !== self?.uid && !isBlocked(message.uid) && isMentioned(message, self?.uid)) {
        onMention(message);
        return;
      }
    }
  };
  return chat.subscribe(follow, new Set<keyof View>(["messages", "position", "self"]));
}

/** The log that is shown, and its newest message. */
function placeOf({ messages, position }: View): { readonly epoch: string | undefined; readonly newest: number } {
  return { epoch: position?.epoch, newest: messages.at(-1)?.seq ?? 0 };
}
