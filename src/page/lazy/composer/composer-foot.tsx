import { MAX_MESSAGE_CHARACTERS } from "../../../protocol/limits.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { Counter } from "./counter.tsx";
import { TypingText } from "./typing-text.tsx";

/** Below the text field: who is typing, and how much of a long message is left. */
export function ComposerFoot({ chat }: { chat: Chat }) {
  const mayBeLong = useView(
    chat,
    ({ draft, limits }) => draft.length > (limits?.message ?? MAX_MESSAGE_CHARACTERS) / 4,
  );
  return (
    <>
      {/* Not announced by screen readers: it changes too often. */}
      <p class="typing" aria-live="off">
        <TypingText chat={chat} />
      </p>
      {mayBeLong && <Counter chat={chat} id="composer-remaining" />}
    </>
  );
}
