import { useState } from "preact/hooks";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { reportOutcome } from "../../lazy/model/dialogs-state.ts";
import { BAN_FOR_MS, SUGGESTED_MS } from "../../lazy/model/sanctions.ts";
import { ConfirmDialog } from "../../lazy/ui/confirm-dialog.tsx";
import { DurationChoice, ReasonField } from "../../lazy/ui/form-fields.tsx";
import { useReason } from "../../lazy/ui/use-reason.ts";
import { adminText } from "../model/admin-text.ts";
import { askToBan, type BanTarget, banFromAll, useBanTarget } from "../model/ban-from-all.ts";
import { useStatus } from "../model/session.ts";
import { isGuest } from "./ban-fault.ts";

/** Opens the dialog for a person; nothing if bans from all rooms are off. */
export function BanButton({ person }: { person: BanTarget }) {
  const { everywhere } = useAdminWords();
  if (useStatus()?.bans !== true) return null;
  return (
    <button
      type="button"
      class="button button-quiet"
      aria-label={`${everywhere.ban} ${person.username}`}
      onClick={() => askToBan(person)}
    >
      {everywhere.ban}
    </button>
  );
}

/** The dialog of every {@link BanButton} and every person's menu. */
export function BanFromAllDialog() {
  const person = useBanTarget();
  return person === undefined ? null : <Asked key={person.uid} person={person} />;
}

function Asked({ person: { room, uid, username } }: { person: BanTarget }) {
  const { everywhere, moderation } = useAdminWords();
  const [ms, setMs] = useState(SUGGESTED_MS);
  const reason = useReason();
  const submit = (close: () => void) =>
    reason.attempt(true, close, (text, take) =>
      reportOutcome(
        banFromAll({ uid, room, reason: text }, ms),
        adminText(({ everywhere }) => everywhere.added),
        undefined,
        take,
      ),
    );
  return (
    <ConfirmDialog
      title={everywhere.banTitle(username)}
      verb={moderation.banVerb}
      onTry={submit}
      onClose={() => askToBan(undefined)}
    >
      {isGuest(uid) && <p>{everywhere.guestAdvice}</p>}
      <DurationChoice label={moderation.howLong} choices={BAN_FOR_MS} value={ms} onChange={setMs} />
      <ReasonField label={moderation.banReason} {...reason.field} />
    </ConfirmDialog>
  );
}
