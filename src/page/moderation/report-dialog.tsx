import type { TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { Dialog } from "../ui/dialog.tsx";
import { told } from "./desk-state.ts";
import { ReasonField } from "./reason-field.tsx";

interface Props {
  readonly chat: Chat;
  readonly seq: number;
  readonly onClose: () => void;
}

/** Asks what is wrong with a message, to show it to the moderators. */
export function ReportDialog({ chat, onClose, seq }: Props) {
  const { common, moderation } = useAllWords();
  const [reason, setReason] = useState("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onClose();
    void told(chat.room.report(seq, reason.trim() === "" ? undefined : reason), "reported");
  };
  return (
    <Dialog isOpen onClose={onClose} title={moderation.reportTitle}>
      <p>{moderation.reportAdvice}</p>
      <form class="form" onSubmit={submit}>
        <ReasonField label={moderation.reportReason} value={reason} onChange={setReason} />
        <div class="panel-actions">
          <button type="submit" class="button">
            {moderation.reportVerb}
          </button>
          <button type="button" class="button button-quiet" onClick={onClose}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
