import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { reportOutcome } from "../model/dialogs-state.ts";
import { useLoadedMessage } from "../model/distant-messages.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { ReasonField } from "../ui/form-fields.tsx";
import { QuotedMessage } from "../ui/quoted-message.tsx";

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
  const [reason, setReason] = useState("");
  const report = () => chat.room.report(seq, reason.trim() === "" ? undefined : reason);
  return (
    <ConfirmDialog
      title={moderation.reportTitle}
      verb={moderation.reportVerb}
      isDangerous={false}
      onConfirm={() => void reportOutcome(report(), (strings) => strings.moderation.reported)}
      onClose={onClose}
    >
      <Quoted chat={chat} seq={seq} />
      <p>{moderation.reportAdvice}</p>
      <ReasonField label={moderation.reportReason} value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}

function Quoted({ chat, seq }: { chat: Chat; seq: number }) {
  const message = useLoadedMessage(chat, seq);
  return message === undefined ? null : <QuotedMessage message={message} />;
}
