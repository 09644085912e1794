import { Dialog } from "../ui/dialog.tsx";

interface Props {
  /** As it was typed. */
  readonly command: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** The answer to a command, for the person who ran it. */
export function CommandAnswer({ command, onClose, text }: Props) {
  return (
    <Dialog isOpen onClose={onClose} title={command}>
      <p class="command-answer" dir="auto">
        {text}
      </p>
    </Dialog>
  );
}
