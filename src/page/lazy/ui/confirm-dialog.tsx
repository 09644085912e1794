import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { closeDialog, Dialog } from "./dialog.tsx";

interface Props {
  readonly title: string;
  /** What will happen, or the fields of the action. */
  readonly children: ComponentChildren;
  /** The label of the button that does it. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** Called after the dialog has closed. */
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before an action, or for what it needs. */
export function ConfirmDialog({ children, isDangerous = true, onClose, onConfirm, title, verb }: Props) {
  const { asked } = useAllWords();
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The focus returns before the action, which may move it.
    closeDialog(event.currentTarget.closest("dialog"));
    onClose();
    onConfirm();
  };
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <form class="form" onSubmit={submit}>
        {children}
        <div class="panel-actions">
          <button type="submit" class={isDangerous ? "button button-danger" : "button"}>
            {verb}
          </button>
          <button type="button" class="button button-quiet" onClick={onClose}>
            {asked.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
