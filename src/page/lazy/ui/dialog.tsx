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

const TEXT_FIELD = "textarea, input:not([type=checkbox], [type=radio]):read-write";

/** Where the focus goes in a dialog that asks, best first. */
const ANSWERS = [TEXT_FIELD, "input, select", "[data-default]"];

const CONTROL = "input, select, textarea, a[href], button, [tabindex='0']";

/**
 * Moves the focus from the close button, to which the browser gives it. Somebody who types at once would press that with
 * the first Space.
 */
function focusContent(dialog: HTMLDialogElement, asks: boolean): void {
  const body = dialog.querySelector(".dialog-body");
  // An opener's own choice stays.
  if (body?.contains(document.activeElement) !== false) return;
  for (const selector of [...(asks ? ANSWERS : []), CONTROL]) {
    for (const control of body.querySelectorAll<HTMLElement>(selector)) {
      // A disabled or hidden control does not take it, and one with a negative index is not the first stop.
      if (control.tabIndex >= 0) control.focus();
      if (document.activeElement === control) return;
    }
  }
  dialog.focus();
}

/** A modal dialog. The focus goes to the first field or control of its body. Esc, the close button and a click on the backdrop close it; the focus returns to where it was. */
export function Dialog({ children, isOpen, isText = false, onClose, title, variant = "card" }: Props) {
  const id = useId();
  const { common } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (isOpen) {
      const { current } = dialog;
      current?.showModal();
      // A sheet opens by touch. The browser would mark its first control as if by keyboard.
      if (variant === "sheet") current?.focus();
      else if (current !== null) focusContent(current, variant === "card" && !isText);
    } else closeDialog(dialog.current);
    // A dialog that is removed while it is open would lose the focus.
    return () => closeDialog(dialog.current);
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the key for what a click on the backdrop does is Esc
    <dialog
      ref={dialog}
      class={`dialog dialog-${variant}`}
      tabIndex={-1}
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
