import type { TargetedSubmitEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { MAX_MESSAGE_CHARACTERS } from "../../protocol/limits.ts";
import { EmojiButton } from "../emoji/emoji-button.tsx";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen } from "../model/view.ts";
import { Icon } from "../ui/icon.tsx";
import { replaceText } from "./replace-text.ts";
import { TextField } from "./text-field.tsx";
import { Typing } from "./typing.tsx";

/** Where you type: a message, an answer, or an own message anew. */
export function Composer({ chat }: { chat: Chat }) {
  const words = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const canSend = useView(chat, isOpen);
  const complaint = useView(chat, (view) => view.complaint);
  const intent = useView(chat, (view) => view.intent);
  const mayBeLong = useView(
    chat,
    ({ draft, limits }) => draft.length > (limits?.message ?? MAX_MESSAGE_CHARACTERS) / 4,
  );

  useLayoutEffect(() => {
    const { current } = field;
    if (!canSend || current === null) return;
    current.focus();
    if (intent.kind === "edit") current.setSelectionRange(current.value.length, current.value.length);
  }, [canSend, intent]);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (canSend) chat.send();
    field.current?.focus();
  };
  const writeEmoji = (emoji: string) => {
    const { current } = field;
    if (current !== null) replaceText(current, current.selectionStart, current.selectionEnd, emoji);
  };
  return (
    <form class="composer" onSubmit={submit}>
      <p id="composer-complaint" class="complaint" role="alert">
        {complaint && <Later>{({ Refusal }) => <Refusal error={complaint} />}</Later>}
      </p>
      <Later isNeeded={intent.kind !== "none"}>
        {({ IntentBar }) => <IntentBar chat={chat} id="composer-intent" />}
      </Later>
      <div class="composer-field">
        <TextField
          chat={chat}
          field={field}
          describedBy="composer-complaint composer-intent composer-remaining"
          isInvalid={complaint !== undefined}
        />
        <EmojiButton label={words.composer.chooseEmoji} class="button button-quiet icon-button" onChoose={writeEmoji}>
          <Icon shape="smile" />
        </EmojiButton>
        <button type="submit" class="button" disabled={!canSend}>
          {intent.kind === "edit" ? words.common.save : words.composer.send}
        </button>
      </div>
      <div class="composer-foot">
        <Typing chat={chat} />
        {mayBeLong && <Later>{({ Counter }) => <Counter chat={chat} id="composer-remaining" />}</Later>}
      </div>
    </form>
  );
}
