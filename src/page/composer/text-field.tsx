import type { RefObject, TargetedKeyboardEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { lastOwn, titleOf } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { Lazy } from "../ui/lazy.tsx";
import { useMedia } from "../ui/use-media.ts";
import { keyAction, type TakeKey } from "./key-action.ts";

/** Devices with an on-screen keyboard, which has no Shift+Enter. */
export const TOUCH = "(hover: none) and (pointer: coarse)";

interface Props {
  readonly chat: Chat;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** The ids of the elements that describe the field. */
  readonly describedBy: string;
  readonly isInvalid: boolean;
  readonly isReadOnly: boolean;
}

/**
 * The text field. Enter sends and Shift+Enter breaks the line; on touch devices Enter breaks the line and the button
 * sends.
 */
export function TextField({ chat, describedBy, field, isInvalid, isReadOnly }: Props) {
  const { composer } = useWords();
  const title = useView(chat, titleOf);
  const draft = useView(chat, (view) => view.draft);
  const enterBreaks = useMedia(TOUCH);
  // Beside the buttons, a narrow field has no place for the room's title.
  const isNarrow = useMedia("(max-width: 30rem)");
  /** A sign that starts a completion: of a person, an emoji or a command. */
  const hasSign = /^\/|[@:]/.test(draft);
  const takeKey = useRef<TakeKey>(undefined);
  useFitToText(field, draft);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (takeKey.current?.(event)) {
      event.preventDefault();
      return;
    }
    const { mode } = chat.view;
    switch (keyAction(event, { isEmpty: event.currentTarget.value === "", mode: mode.kind, enterBreaks })) {
      case "send":
        event.currentTarget.form?.requestSubmit();
        break;
      case "editLast": {
        const last = lastOwn(chat.view);
        if (last === undefined) return;
        chat.edit(last.seq);
        break;
      }
      case "leave":
        chat.endMode();
        break;
      case undefined:
        return;
    }
    event.preventDefault();
  };
  return (
    <>
      <label class="hidden" for="composer-text">
        {composer.message}
      </label>
      <textarea
        id="composer-text"
        ref={field}
        dir="auto"
        rows={1}
        placeholder={isNarrow ? composer.message : composer.placeholder(title)}
        enterkeyhint={enterBreaks ? "enter" : "send"}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        readOnly={isReadOnly}
        aria-autocomplete="list"
        value={draft}
        onInput={(event) => chat.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {hasSign && <Lazy>{({ Suggestions }) => <Suggestions chat={chat} field={field} takeKey={takeKey} />}</Lazy>}
    </>
  );
}

/** Makes a field as high as its text in browsers without `field-sizing`. The styles limit the height. */
export function useFitToText(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null || CSS.supports("field-sizing", "content")) return;
    const { style } = current;
    // `scrollHeight` is the height of the text only if the field is not higher than that.
    style.height = "0";
    style.height = `${current.scrollHeight + current.offsetHeight - current.clientHeight}px`;
  }, [text]);
}

/**
 * Replaces text in a field as if it had been typed, so that undo works.
 *
 * @param from the start of the replaced text, in UTF-16 units
 */
export function replaceText(field: HTMLTextAreaElement, from: number, to: number, text: string): void {
  field.focus();
  field.setSelectionRange(from, to);
  // Deprecated, but the only way that every browser's undo knows.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
