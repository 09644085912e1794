import { useAllWords } from "../i18n/use-all-words.ts";
import { Dialog } from "../ui/dialog.tsx";

interface Props {
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Asks, for as long as it is there, whether to delete a message: it cannot be undone. */
export function DeleteDialog({ onClose, onDelete }: Props) {
  const { actions, common } = useAllWords();
  const confirm = () => {
    onDelete();
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={actions.deleteTitle}>
      <p>{actions.deleteAdvice}</p>
      <div class="panel-actions">
        <button type="button" class="button button-danger" onClick={confirm}>
          {actions.delete}
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
    </Dialog>
  );
}
