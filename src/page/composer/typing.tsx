import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { nameOf, type View } from "../model/view.ts";
import { typingWords } from "../words.ts";

/** Who is writing. It is not read out: it comes and goes too often. */
export function Typing({ chat }: { chat: Chat }) {
  return (
    <p class="typing" aria-live="off" dir="auto">
      {useView(chat, wordsOf)}
    </p>
  );
}

function wordsOf(view: View): string | undefined {
  return typingWords(view.typing.flatMap((uid) => nameOf(view, uid) ?? []));
}
