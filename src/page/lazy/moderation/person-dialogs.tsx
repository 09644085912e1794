import type { TargetedSubmitEvent } from "preact";
import { useId, useState } from "preact/hooks";
import type { ModerationAction } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { Dialog } from "../ui/dialog.tsx";
import { DurationChoice, ReasonField, Switch } from "../ui/form-fields.tsx";
import { moderate, type Person, reportOutcome } from "./dialogs-state.ts";
import { MUTE_FOR_MS } from "./person-menu.tsx";
import { ban, mute } from "./sanctions.ts";

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** Durations of a ban; 0 is permanent. */
const BAN_FOR_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 0];

interface Props {
  readonly chat: Chat;
  readonly person: Person;
  readonly onClose: () => void;
}

/** Asks for the duration, scope and reason of a ban. */
export function BanDialog({ chat, onClose, person }: Props) {
  const { common, moderation } = useAllWords();
  const id = useId();
  const [ms, setMs] = useState(DAY_MS);
  const [address, setAddress] = useState(false);
  const [reason, setReason] = useState("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onClose();
    void ban(chat, person, { ms, address, reason });
  };
  return (
    <Dialog isOpen onClose={onClose} title={moderation.banTitle(person.username)}>
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

/** Asks for the duration and scope of a mute. */
export function MuteDialog({ chat, onClose, person }: Props) {
  const { common, moderation } = useAllWords();
  const [ms, setMs] = useState(DAY_MS);
  const [address, setAddress] = useState(false);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onClose();
    void mute(chat, person, ms, address);
  };
  return (
    <Dialog isOpen onClose={onClose} title={moderation.muteTitle(person.username)}>
      <form class="form" onSubmit={submit}>
        <DurationChoice label={moderation.howLong} choices={MUTE_FOR_MS} value={ms} onChange={setMs} />
        <Switch
          label={moderation.muteAddress}
          advice={moderation.muteAddressAdvice}
          isOn={address}
          onChange={setAddress}
        />
        <div class="panel-actions">
          <button type="submit" class="button button-danger">
            {moderation.muteVerb}
          </button>
          <button type="button" class="button button-quiet" onClick={onClose}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

type Kind = "kick" | "shadow" | "clear" | "makeOwner" | "stepDown";

interface ConfirmDialogProps {
  readonly chat: Chat;
  readonly kind: Kind;
  readonly person: Person;
  readonly onClose: () => void;
}

/** Confirms an action that affects a person and cannot simply be undone. */
export function ConfirmDialog({ chat, kind, onClose, person }: ConfirmDialogProps) {
  const strings = useAllWords();
  const { action, advice, title, verb } = confirmationFor(strings, kind, person);
  const confirm = () => {
    onClose();
    void moderate(chat, action);
  };
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <p>{advice}</p>
      <div class="panel-actions">
        <button type="button" class="button button-danger" onClick={confirm}>
          {verb}
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          {strings.common.cancel}
        </button>
      </div>
    </Dialog>
  );
}

interface Confirmation {
  readonly action: ModerationAction;
  readonly title: string;
  readonly advice: string;
  readonly verb: string;
}

function confirmationFor({ actions, moderation }: AllWords, kind: Kind, { uid, username }: Person): Confirmation {
  switch (kind) {
    case "kick":
      return {
        action: { action: "kick", uid },
        title: moderation.kickTitle(username),
        advice: moderation.kickAdvice,
        verb: moderation.kickVerb,
      };
    case "shadow":
      return {
        action: { action: "shadow", uid, on: true },
        title: moderation.shadowTitle(username),
        advice: moderation.shadowAdvice,
        verb: moderation.shadowVerb,
      };
    case "clear":
      return {
        action: { action: "clear", uid },
        title: moderation.clearTitle(username),
        advice: moderation.clearAdvice,
        verb: actions.delete,
      };
    case "makeOwner":
      return {
        action: { action: "role", uid, role: "owner" },
        title: moderation.ownerTitle(username),
        advice: moderation.ownerAdvice,
        verb: moderation.ownerVerb,
      };
    case "stepDown":
      return {
        action: { action: "role", uid, role: "moderator" },
        title: moderation.stepDownTitle,
        advice: moderation.stepDownAdvice,
        verb: moderation.stepDown,
      };
  }
}

interface ReportDialogProps {
  readonly chat: Chat;
  readonly seq: number;
  readonly onClose: () => void;
}

/** Asks for the reason of a report to the moderators. */
export function ReportDialog({ chat, onClose, seq }: ReportDialogProps) {
  const { common, moderation } = useAllWords();
  const [reason, setReason] = useState("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onClose();
    void reportOutcome(
      chat.room.report(seq, reason.trim() === "" ? undefined : reason),
      ({ moderation }) => moderation.reported,
    );
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
