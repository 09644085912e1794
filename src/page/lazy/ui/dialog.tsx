import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useWords } from "../../i18n/use-words.ts";
import { Icon } from "../../ui/icon.tsx";
import { Toast } from "./toast.tsx";

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /**
   * A card or a wide dialog in the middle of the page; a panel at the top of a wide page and the bottom of a narrow one; or
   * a sheet at the bottom.
   */
  readonly variant?: "card" | "wide" | "panel" | "sheet";
  /** Whether it only has text, which scrolls by keyboard. */
  readonly isText?: boolean;
  /** Rendered only while it is open. */
  readonly children: ComponentChildren;
}

/**
 * Closes a dialog, which gives the focus back. During a click, Chrome gives a field the focus without its caret, and typing would
 * do nothing.
 */
export function closeDialog(dialog: HTMLDialogElement | null): void {
  if (dialog?.open !== true) return;
  dialog.close();
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLTextAreaElement || activeElement instanceof HTMLInputElement)) return;
  setTimeout(() => {
    if (document.activeElement !== activeElement) return;
    activeElement.blur();
    activeElement.focus({ preventScroll: true });
  });
}

/** A modal dialog. Esc, the close button and a click on the backdrop close it; the focus returns to where it was. */
export function Dialog({ children, isOpen, isText = false, onClose, title, variant = "card" }: Props) {
  const id = useId();
  const { common } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (isOpen) {
      dialog.current?.showModal();
      // A sheet opens by touch. The browser would mark its close button as if by keyboard.
      if (variant === "sheet") dialog.current?.focus();
    } else closeDialog(dialog.current);
    // A dialog that is removed while it is open would lose the focus.
    return () => closeDialog(dialog.current);
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the key for what a click on the backdrop does is Esc
    <dialog
      ref={dialog}
      class={`dialog dialog-${variant}`}
      tabIndex={variant === "sheet" ? -1 : undefined}
      aria-labelledby={id}
      onClose={onClose}
      onClick={({ currentTarget, target }) => target === currentTarget && onClose()}
    >
      {isOpen && (
        <div class="dialog-content">
          <div class="dialog-head">
            <h2 id={id}>{title}</h2>
            <button type="button" class="button button-quiet icon-button" aria-label={common.close} onClick={onClose}>
              <Icon shape="close" />
            </button>
          </div>
          <div class="dialog-body" tabIndex={isText ? 0 : undefined}>
            {children}
          </div>
          <Toast />
        </div>
      )}
    </dialog>
  );
}
