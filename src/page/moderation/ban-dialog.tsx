import type { TargetedSubmitEvent } from "preact";
import { useId, useState } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Switch } from "../ui/switch.tsx";
import { moderate, type Person } from "./desk-state.ts";
import { DurationChoice } from "./duration-choice.tsx";
import { ReasonField } from "./reason-field.tsx";

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** How long a ban may last; 0 stands for without end. */
const BAN_FOR_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 0];

interface Props {
  readonly chat: Chat;
  readonly person: Person;
  readonly onClose: () => void;
}

/** Asks for how long, and how strictly, to ban a person. */
export function BanDialog({ chat, onClose, person: { uid, username } }: Props) {
  const { common, moderation } = useAllWords();
  const id = useId();
  const [ms, setMs] = useState(DAY_MS);
  const [address, setAddress] = useState(false);
  const [reason, setReason] = useState("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onClose();
    void moderate(chat, {
      action: "ban",
      uid,
      address,
      ...(ms === 0 ? {} : { for: ms }),
      ...(reason.trim() === "" ? {} : { reason }),
    });
  };
  return (
    <Dialog isOpen onClose={onClose} title={moderation.banTitle(username)}>
      <form id={id} class="form" onSubmit={submit}>
        <DurationChoice label={moderation.howLong} choices={BAN_FOR_MS} value={ms} onChange={setMs} />
        <Switch
          label={moderation.banAddress}
          advice={moderation.banAddressAdvice}
          isOn={address}
          onChange={setAddress}
        />
        <ReasonField label={moderation.banReason} value={reason} onChange={setReason} />
        <div class="panel-actions">
          <button type="submit" class="button button-danger">
            {moderation.banVerb}
          </button>
          <button type="button" class="button button-quiet" onClick={onClose}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
