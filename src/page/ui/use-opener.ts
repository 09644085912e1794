import { useRef, useState } from "preact/hooks";

/** What a button does that opens something beside it, and closes it again. */
export interface Opener {
  readonly isOpen: boolean;
  setOpen(isOpen: boolean): void;
  /** For the button. */
  readonly handlers: { readonly onPointerDown: () => void; readonly onClick: (event: MouseEvent) => void };
}

/** Lets a button open a popover. Pressing it closes an open one, as pressing anywhere does; the click that follows must not open it again. */
export function useOpener(): Opener {
  const [isOpen, setOpen] = useState(false);
  const wasOpen = useRef(false);
  return {
    isOpen,
    setOpen,
    handlers: {
      onPointerDown() {
        wasOpen.current = isOpen;
      },
      // A click by keyboard has no press before it.
      onClick: ({ detail }) => setOpen(detail === 0 ? !isOpen : !wasOpen.current),
    },
  };
}
