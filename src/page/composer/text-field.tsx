import type { RefObject, TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { lastOwn } from "../model/view.ts";
import { useMedia } from "../ui/use-media.ts";
import { keyAction } from "./key-action.ts";
import type { TakeKey } from "./suggestions/option-list.tsx";
import { useFitToText } from "./use-fit-to-text.ts";

/** A keyboard on glass, where Shift+Enter cannot be typed. */
const TOUCH = "(hover: none) and (pointer: coarse)";

interface Props {
  readonly chat: Chat;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** The ids of what says more about it. */
  readonly describedBy: string;
  readonly isInvalid: boolean;
  /** Whether one can only read what is typed. */
  readonly isReadOnly: boolean;
}

/** The field itself. Enter sends and Shift+Enter breaks the line; by touch, Enter breaks it and the button sends. */
export function TextField({ chat, describedBy, field, isInvalid, isReadOnly }: Props) {
  const { composer } = useWords();
  const room = useView(chat, (view) => view.room);
  const draft = useView(chat, (view) => view.draft);
  const enterBreaks = useMedia(TOUCH);
  /** Of what can be completed: a person, an emoji or a command. */
  const hasSign = /^\/|[@:]/.test(draft);
  const takeKey = useRef<TakeKey>(undefined);
  useFitToText(field, draft);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (takeKey.current?.(event)) {
      event.preventDefault();
      return;
    }
    const { intent } = chat.view;
    switch (keyAction(event, { isEmpty: event.currentTarget.value === "", intent: intent.kind, enterBreaks })) {
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
        chat.endIntent();
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
        placeholder={composer.placeholder(room)}
        enterkeyhint={enterBreaks ? "enter" : "send"}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        readOnly={isReadOnly}
        aria-autocomplete="list"
        value={draft}
        onInput={(event) => chat.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {hasSign && <Later>{({ Suggestions }) => <Suggestions chat={chat} field={field} takeKey={takeKey} />}</Later>}
    </>
  );
}
