import { useRef, useState } from "preact/hooks";

export interface Opener {
  readonly isOpen: boolean;
  setOpen(isOpen: boolean): void;
  readonly handlers: { readonly onPointerDown: () => void; readonly onClick: (event: MouseEvent) => void };
}

/**
 * Toggles a popover with a button. A press outside closes an open popover, and a press of its button is one; the click
 * after that must not open it again.
 */
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
