import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Person } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { BAN_FOR_MS, ban, MUTE_FOR_MS, mute, SUGGESTED_MS } from "../model/sanctions.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { DurationChoice, ReasonField, Switch } from "../ui/form-fields.tsx";
import { useReason } from "../ui/use-reason.ts";

interface Props {
  readonly chat: ModeratedRoom;
  readonly person: Person;
  readonly onClose: () => void;
}

/** Asks for the duration, scope and reason of a ban. */
export function BanDialog({ chat, onClose, person }: Props) {
  const { moderation } = useAllWords();
  const [ms, setMs] = useState(SUGGESTED_MS);
  const [address, setAddress] = useState(false);
  const reason = useReason();
  const submit = (close: () => void) =>
    reason.attempt(chat.view.status.state === "online", close, (text, take) =>
      ban(chat, person, { ms, address, reason: text }, take),
    );
  return (
    <ConfirmDialog
      title={moderation.banTitle(person.username)}
      verb={moderation.banVerb}
      onTry={submit}
      onClose={onClose}
    >
      <DurationChoice label={moderation.howLong} choices={BAN_FOR_MS} value={ms} onChange={setMs} />
      <Switch label={moderation.banAddress} advice={moderation.banAddressAdvice} isOn={address} onChange={setAddress} />
      <ReasonField label={moderation.banReason} {...reason.field} />
    </ConfirmDialog>
  );
}

/** Asks for the duration and scope of a mute. */
export function MuteDialog({ chat, onClose, person }: Props) {
  const { moderation } = useAllWords();
  const [ms, setMs] = useState(SUGGESTED_MS);
  const [address, setAddress] = useState(false);
  return (
    <ConfirmDialog
      title={moderation.muteTitle(person.username)}
      verb={moderation.muteVerb}
      onConfirm={() => void mute(chat, person, ms, address)}
      onClose={onClose}
    >
      <DurationChoice label={moderation.howLong} choices={MUTE_FOR_MS} value={ms} onChange={setMs} />
      <Switch
        label={moderation.muteAddress}
        advice={moderation.muteAddressAdvice}
        isOn={address}
        onChange={setAddress}
      />
    </ConfirmDialog>
  );
}
