import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useRef } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { closeDialog, Dialog } from "./dialog.tsx";

interface Props {
  readonly title: string;
  /** What will happen, or the fields of the action. */
  readonly children: ComponentChildren;
  /** The label of the button that does it. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  /**
   * Called after the dialog has closed. A dialog with texts gives {@link onTry} instead, so that a refusal does not lose them.
   */
  readonly onConfirm?: () => void;
  /** Does it, and closes the dialog unless it is refused. */
  readonly onTry?: (close: () => void) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before an action, or for what it needs. Without a field, Enter declines if the action is dangerous. */
export function ConfirmDialog({ children, isDangerous = true, onClose, onConfirm, onTry, title, verb }: Props) {
  const { asked } = useAllWords();
  // A second Enter may come before the answer.
  const isRunning = useRef(false);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isRunning.current) return;
    const dialog = event.currentTarget.closest("dialog");
    const close = () => {
      // The user may have closed it before the answer.
      if (dialog?.isConnected !== true) return;
      closeDialog(dialog);
      onClose();
    };
    if (onTry !== undefined) {
      isRunning.current = true;
      await onTry(close);
      isRunning.current = false;
      return;
    }
    // The focus returns before the action, which may move it.
    close();
    onConfirm?.();
  };
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <form class="form" onSubmit={(event) => void submit(event)}>
        {children}
        <div class="panel-actions">
          <button
            type="submit"
            class={isDangerous ? "button button-danger" : "button"}
            data-default={isDangerous ? undefined : ""}
          >
            {verb}
          </button>
          <button
            type="button"
            class="button button-quiet"
            data-default={isDangerous ? "" : undefined}
            onClick={onClose}
          >
            {asked.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
