import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { nameOf, type View } from "../model/view.ts";
import { typingWords } from "./typing-words.ts";

/** Who is writing. It is not read out: it comes and goes too often. */
export function Typing({ chat }: { chat: Chat }) {
  const words = useWords();
  return (
    <p class="typing" aria-live="off">
      {useView(chat, (view) => typingWords(words, namesOf(view)))}
    </p>
  );
}

function namesOf(view: View): readonly string[] {
  return view.typing.flatMap((uid) => nameOf(view, uid) ?? []);
}
