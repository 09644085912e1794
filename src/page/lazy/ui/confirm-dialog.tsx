import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
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
  const verbButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    // The browser gives the focus to the close button, and Enter would decline. That is right only if the action is dangerous.
    const { current } = verbButton;
    if (!isDangerous && current?.form?.elements[0] === current) current.focus();
  }, []);
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
          <button ref={verbButton} type="submit" class={isDangerous ? "button button-danger" : "button"}>
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
