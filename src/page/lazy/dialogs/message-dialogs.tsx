import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { reportOutcome } from "../model/dialogs-state.ts";
import { useLoadedMessage } from "../model/distant-messages.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { ReasonField } from "../ui/form-fields.tsx";
import { QuotedMessage } from "../ui/quoted-message.tsx";
import { useReason } from "../ui/use-reason.ts";

interface Props {
  readonly chat: Chat;
  /** The `seq` of the message. */
  readonly seq: number;
  readonly onClose: () => void;
}

/** Confirms that a message is to be deleted, which cannot be undone. */
export function DeleteDialog({ chat, onClose, seq }: Props) {
  const { actions } = useAllWords();
  return (
    <ConfirmDialog
      title={actions.deleteTitle}
      verb={actions.delete}
      onConfirm={() => chat.delete(seq)}
      onClose={onClose}
    >
      <Quoted chat={chat} seq={seq} />
      <p>{actions.deleteAdvice}</p>
    </ConfirmDialog>
  );
}

/** Asks for the reason of a report to the moderators. */
export function ReportDialog({ chat, onClose, seq }: Props) {
  const { moderation } = useAllWords();
  const reason = useReason();
  const submit = (close: () => void) =>
    reason.attempt(chat.view.status.state === "online", close, (text, take) =>
      reportOutcome(
        chat.room.report(seq, text === "" ? undefined : text),
        (strings) => strings.moderation.reported,
        undefined,
        take,
      ),
    );
  return (
    <ConfirmDialog
      title={moderation.reportTitle}
      verb={moderation.reportVerb}
      isDangerous={false}
      onTry={submit}
      onClose={onClose}
    >
      <Quoted chat={chat} seq={seq} />
      <p>{moderation.reportAdvice}</p>
      <ReasonField label={moderation.reportReason} {...reason.field} />
    </ConfirmDialog>
  );
}

function Quoted({ chat, seq }: { chat: Chat; seq: number }) {
  const message = useLoadedMessage(chat, seq);
  return message === undefined ? null : <QuotedMessage message={message} />;
}
