import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Later } from "../later/later.tsx";

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
  const [isOpen, setIsOpen] = useState(false);
  // Pressing the button closes what is open, as pressing anywhere does; the click that follows must not open it again.
  const wasOpen = useRef(false);
  const choose = (emoji: string) => {
    setIsOpen(false);
    button.current?.focus();
    onChoose(emoji);
  };
  return (
    <>
      <button
        {...props}
        ref={button}
        type="button"
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerDown={() => {
          wasOpen.current = isOpen;
        }}
        onClick={({ detail }) => {
          // A click by keyboard has no press before it.
          setIsOpen(detail === 0 ? !isOpen : !wasOpen.current);
        }}
      >
        {children}
      </button>
      {isOpen && (
        <Later>
          {({ EmojiPopover }) => (
            <EmojiPopover label={label} anchor={button.current} onChoose={choose} onClose={() => setIsOpen(false)} />
          )}
        </Later>
      )}
    </>
  );
}
