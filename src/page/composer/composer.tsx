import type { TargetedSubmitEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { MAX_MESSAGE_CHARACTERS } from "../../protocol/limits.ts";
import { EmojiButton } from "../emoji/emoji-button.tsx";
import { useWords } from "../i18n/use-words.ts";
import { Later, withParts } from "../later/later.tsx";
import type { Chat } from "../model/chat.ts";
import { hindranceOf } from "../model/hindrance.ts";
import { useView } from "../model/use-view.ts";
import { isOpen, isWaiting } from "../model/view.ts";
import { Icon } from "../ui/icon.tsx";
import { replaceText } from "./replace-text.ts";
import { TextField } from "./text-field.tsx";
import { Typing } from "./typing.tsx";

/** Where you type: a message, an answer, or an own message anew. */
export function Composer({ chat }: { chat: Chat }) {
  const words = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const isHere = useView(chat, isOpen);
  const isHindered = useView(chat, (view) => hindranceOf(view) !== undefined);
  const canSend = isHere && !isHindered;
  const waits = useView(chat, isWaiting);
  const complaint = useView(chat, (view) => view.complaint);
  const intent = useView(chat, (view) => view.intent);
  const mayBeLong = useView(
    chat,
    ({ draft, limits }) => draft.length > (limits?.message ?? MAX_MESSAGE_CHARACTERS) / 4,
  );

  useLayoutEffect(() => {
    const { current } = field;
    if (!isHere || current === null) return;
    current.focus();
    if (intent.kind === "edit") current.setSelectionRange(current.value.length, current.value.length);
  }, [isHere, intent]);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (canSend) send(chat);
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
      <Later isNeeded={isHindered}>{({ WritingNotice }) => <WritingNotice chat={chat} id="composer-notice" />}</Later>
      <Later isNeeded={intent.kind !== "none"}>
        {({ IntentBar }) => <IntentBar chat={chat} id="composer-intent" />}
      </Later>
      <div class="composer-field">
        <TextField
          chat={chat}
          field={field}
          describedBy="composer-complaint composer-notice composer-intent composer-remaining"
          isReadOnly={isHindered}
          isInvalid={complaint !== undefined}
        />
        <EmojiButton label={words.composer.chooseEmoji} class="button button-quiet icon-button" onChoose={writeEmoji}>
          <Icon shape="smile" />
        </EmojiButton>
        <button type="submit" class="button" disabled={!canSend} aria-disabled={waits}>
          {intent.kind === "edit" ? words.common.save : words.composer.send}
          {waits && <Later>{({ Countdown }) => <Countdown chat={chat} />}</Later>}
        </button>
      </div>
      <div class="composer-foot">
        <Typing chat={chat} />
        {mayBeLong && <Later>{({ Counter }) => <Counter chat={chat} id="composer-remaining" />}</Later>}
      </div>
    </form>
  );
}

/** Sends what was typed, or does it where it is a command. What is written anew was no command, and becomes none. */
function send(chat: Chat): void {
  const { draft, intent } = chat.view;
  if (draft.startsWith("/") && intent.kind !== "edit") withParts(({ runCommand }) => runCommand(chat));
  else chat.send();
}
