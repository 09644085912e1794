import type { TargetedSubmitEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { isOpen, isWaiting, writeRestriction } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { EmojiButton } from "../ui/emoji-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Lazy, withParts } from "../ui/lazy.tsx";
import { replaceText, TextField, TOUCH } from "./text-field.tsx";

/** Writes a message or a reply, or edits an own message. */
export function Composer({ chat }: { chat: Chat }) {
  const strings = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const isHere = useView(chat, isOpen);
  const isRestricted = useView(chat, (view) => writeRestriction(view) !== undefined);
  const canSend = isHere && !isRestricted;
  const waits = useView(chat, isWaiting);
  const error = useView(chat, (view) => view.composerError);
  const mode = useView(chat, (view) => view.mode);

  useLayoutEffect(() => {
    const { current } = field;
    // On a touch screen, the keyboard would cover half of the room.
    if (!isHere || current === null || (mode.kind === "none" && matchMedia(TOUCH).matches)) return;
    current.focus();
    if (mode.kind === "edit") current.setSelectionRange(current.value.length, current.value.length);
  }, [isHere, mode]);

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
        {error && <Lazy>{({ ErrorText }) => <ErrorText error={error} />}</Lazy>}
      </p>
      <Lazy isNeeded={false}>{({ ComposerNotices }) => <ComposerNotices chat={chat} />}</Lazy>
      <div class="composer-field">
        <TextField
          chat={chat}
          field={field}
          describedBy="composer-complaint composer-notice composer-mode composer-remaining"
          isReadOnly={isRestricted}
          isInvalid={error !== undefined}
        />
        <Lazy isNeeded={false}>{({ AttachButton }) => <AttachButton chat={chat} />}</Lazy>
        <EmojiButton label={strings.composer.chooseEmoji} class="button button-quiet icon-button" onChoose={writeEmoji}>
          <Icon shape="smile" />
        </EmojiButton>
        <button type="submit" class="button" disabled={!canSend} aria-disabled={waits}>
          {mode.kind === "edit" ? strings.common.save : strings.composer.send}
          {waits && <Lazy>{({ Countdown }) => <Countdown chat={chat} />}</Lazy>}
        </button>
      </div>
      <div class="composer-foot">
        <Lazy isNeeded={false}>{({ ComposerFoot }) => <ComposerFoot chat={chat} />}</Lazy>
      </div>
    </form>
  );
}

/** Sends the draft, or runs it if it is a command. An edited message never becomes a command. */
function send(chat: Chat): void {
  const { draft, mode } = chat.view;
  if (draft.startsWith("/") && mode.kind !== "edit")
    chat.asPerson(() => withParts(({ runCommand }) => runCommand(chat)));
  else chat.send();
}
