import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Lazy } from "./lazy.tsx";
import { useOpener } from "./use-opener.ts";

interface Props {
  /** The button's accessible name. */
  readonly label: string;
  /** The button's content. */
  readonly children: ComponentChildren;
  /** Called with the chosen emoji in the user's skin tone, after the focus has returned to the button. */
  readonly onChoose: (emoji: string) => void;
  /** Of the button. */
  readonly class?: string;
  readonly disabled?: boolean;
  /** -1 if another control in the same place leads to it. */
  readonly tabIndex?: number;
}

/** Opens the emoji picker, to write an emoji or to react with one. */
export function EmojiButton({ children, label, onChoose, ...props }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const { handlers, isOpen, setOpen } = useOpener();
  const choose = (emoji: string) => {
    setOpen(false);
    button.current?.focus();
    onChoose(emoji);
  };
  return (
    <>
      <button
        {...props}
        {...handlers}
        ref={button}
        type="button"
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
      >
        {children}
      </button>
      {isOpen && (
        <Lazy>
          {({ EmojiPopover }) => (
            <EmojiPopover label={label} anchor={button.current} onChoose={choose} onClose={() => setOpen(false)} />
          )}
        </Lazy>
      )}
    </>
  );
}
