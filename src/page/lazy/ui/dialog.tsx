import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useWords } from "../../i18n/use-words.ts";
import { Icon } from "../../ui/icon.tsx";

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** In the middle of the page, as a card or with more room; or a panel: at the header of a wide page, at the foot of a narrow one. */
  readonly variant?: "card" | "wide" | "panel";
  /** Exist while it is open. */
  readonly children: ComponentChildren;
}

/** A dialog before which the page waits. Esc, its cross and the page behind it close it; the focus goes back to where it was. */
export function Dialog({ children, isOpen, onClose, title, variant = "card" }: Props) {
  const id = useId();
  const { common } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the key for what a click on the backdrop does is Esc
    <dialog
      ref={dialog}
      class={`dialog dialog-${variant}`}
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
          {children}
        </div>
      )}
    </dialog>
  );
}
