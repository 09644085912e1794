import type { TargetedKeyboardEvent, TargetedSubmitEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { MAX_MESSAGE_CHARACTERS } from "../../protocol/limits.ts";
import { refusalWords } from "../i18n/refusal-words.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen } from "../model/view.ts";
import { remainingWords } from "./remaining-words.ts";
import { Typing } from "./typing.tsx";

/** What an input method's last key reports in browsers that end the composition before they tell of the key. */
const COMPOSING_KEY_CODE = 229;

/** Where you type. Enter sends, Shift+Enter breaks the line. */
export function Composer({ chat }: { chat: Chat }) {
  const words = useWords();
  const input = useRef<HTMLTextAreaElement>(null);
  const canSend = useView(chat, isOpen);
  const room = useView(chat, (view) => view.room);
  const draft = useView(chat, (view) => view.draft);
  const complaint = useView(chat, (view) => view.complaint);
  const limit = useView(chat, (view) => view.limits?.message ?? MAX_MESSAGE_CHARACTERS);
  const remaining = remainingWords(words, limit - charactersIn(draft), limit);

  useLayoutEffect(() => {
    if (canSend) input.current?.focus();
  }, [canSend]);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (canSend) chat.send();
    input.current?.focus();
  };
  return (
    <form class="composer" onSubmit={submit}>
      <p id="composer-complaint" class="complaint" role="alert">
        {complaint && refusalWords(words, complaint)}
      </p>
      <div class="composer-field">
        <label class="hidden" for="composer-text">
          {words.composer.message}
        </label>
        <textarea
          id="composer-text"
          ref={input}
          dir="auto"
          rows={1}
          placeholder={words.composer.placeholder(room)}
          enterkeyhint="send"
          aria-describedby="composer-complaint composer-remaining"
          aria-invalid={complaint !== undefined}
          value={draft}
          onInput={(event) => chat.type(event.currentTarget.value)}
          onKeyDown={sendOnEnter}
        />
        <button type="submit" class="button" disabled={!canSend}>
          {words.composer.send}
        </button>
      </div>
      <div class="composer-foot">
        <Typing chat={chat} />
        <p id="composer-remaining" class="remaining">
          {remaining}
        </p>
      </div>
    </form>
  );
}

function sendOnEnter(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== "Enter" || event.shiftKey) return;
  // This Enter chooses a word of the input method; it sends nothing.
  if (event.isComposing || event.keyCode === COMPOSING_KEY_CODE) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

/** As the room counts: code points of the text as it will be stored. */
function charactersIn(draft: string): number {
  let count = 0;
  for (const _ of draft.normalize("NFC").trim()) count += 1;
  return count;
}
