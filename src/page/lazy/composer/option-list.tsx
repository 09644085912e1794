import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isComposing, type TakeKey } from "../../composer/key-action.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Completion } from "./completion.ts";

/** Options that are shown. Typing more narrows them down. */
export const MAX_OPTIONS = 8;

/** A possible completion. */
export interface Option {
  readonly key: string;
  /** Shown before the label and hidden from screen readers. */
  readonly sign: ComponentChildren;
  readonly label: string;
  readonly detail?: string;
  readonly choose: () => void;
}

export interface OptionListProps {
  readonly completion: Completion;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly takeKey: { current: TakeKey | undefined };
  readonly onClose: () => void;
}

/**
 * A listbox above the field. The field keeps the focus and names the active option with `aria-activedescendant`. ↑ and
 * ↓ move, Enter, Tab and a click choose, Esc closes.
 */
export function OptionList({
  completion,
  field,
  onClose,
  options,
  takeKey,
}: OptionListProps & { readonly options: readonly Option[] }) {
  const id = useId();
  const { composing } = useAllWords();
  const list = useRef<HTMLDivElement>(null);
  // A lone `@` may be meant as it is: Enter sends it, unless an arrow has chosen a person.
  const first = completion.kind === "person" && completion.query === "" ? -1 : 0;
  const [active, setActive] = useState(first);
  const count = options.length;
  const current = Math.min(active, count - 1);
  useLayoutEffect(() => setActive(first), [completion.query, completion.from]);

  const choose = (option: Option) => {
    onClose();
    option.choose();
  };
  useLayoutEffect(() => {
    takeKey.current = (key) => {
      if (count === 0 || isComposing(key) || key.shiftKey || key.altKey || key.ctrlKey || key.metaKey) return false;
      const option = options[current];
      switch (key.key) {
        case "ArrowDown":
          setActive((current + 1) % count);
          return true;
        case "ArrowUp":
          setActive((Math.max(current, 0) - 1 + count) % count);
          return true;
        case "Enter":
        case "Tab":
          if (option !== undefined) choose(option);
          return option !== undefined;
        case "Escape":
          onClose();
          return true;
        default:
          return false;
      }
    };
    return () => {
      takeKey.current = undefined;
    };
  });
  useLayoutEffect(() => {
    const element = field.current;
    if (count === 0 || element === null) return;
    element.setAttribute("aria-controls", id);
    if (current !== -1) element.setAttribute("aria-activedescendant", `${id}-${current}`);
    return () => {
      element.removeAttribute("aria-controls");
      element.removeAttribute("aria-activedescendant");
    };
  }, [count, current, field, id]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current]);

  return (
    <>
      <p class="hidden" role="status">
        {count > 0 && composing.suggestionCount(count)}
      </p>
      {count > 0 && (
        <div ref={list} id={id} class="suggestions" role="listbox" aria-label={composing.suggestions}>
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and its keys
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div
              key={option.key}
              id={`${id}-${index}`}
              class="suggestion"
              role="option"
              aria-selected={index === current}
              // Keeps the focus in the field.
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              {option.sign}
              <bdi class="suggestion-label">{option.label}</bdi>
              {option.detail && <bdi class="suggestion-detail">{option.detail}</bdi>}
            </div>
          ))}
        </div>
      )}
    </>
  );
}
