import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Lazy } from "./lazy.tsx";
import { useOpener } from "./use-opener.ts";

interface Props {
  /** What the button is called. */
  readonly label: string;
  /** What the button shows. */
  readonly children: ComponentChildren;
  /** Given the emoji that was chosen, in the reader's skin tone. The focus is back at the button by then. */
  readonly onChoose: (emoji: string) => void;
  /** Of the button. */
  readonly class?: string;
  readonly disabled?: boolean;
  /** -1 where another control of the same place leads to it. */
  readonly tabIndex?: number;
}

/** A button that lets one choose an emoji: to write it, or to react with it. */
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
