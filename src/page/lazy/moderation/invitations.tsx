import { useState } from "preact/hooks";
import type { Invitation, NewInvitation } from "../../../client/index.ts";
import { MAX_INVITATION_USES } from "../../../protocol/limits.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { moderate, reportOutcome } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { pathOfRoom } from "../rooms/room-name.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { DurationChoice, Field } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { Listed, useList } from "./moderation-list.tsx";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How long an invitation is valid. */
const HOLDS_MS = [DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 365 * DAY_MS];

/** Creates invitation links for new members, and lists them. */
export function Invitations({ chat }: { chat: ModeratedRoom }) {
  const { moderation } = useAllWords();
  const loaded = useList(chat, "invitations");
  return (
    <>
      <InvitationForm chat={chat} />
      <h3 class="panel-title">{moderation.invitations}</h3>
      <Listed loaded={loaded} none={moderation.noInvitations} label={moderation.invitations}>
        {(invitation) => <InvitationItem chat={chat} invitation={invitation} />}
      </Listed>
    </>
  );
}

function InvitationForm({ chat }: { chat: ModeratedRoom }) {
  const { moderation } = useAllWords();
  const [uses, setUses] = useState(1);
  const [ms, setMs] = useState(7 * DAY_MS);
  const [made, setMade] = useState<NewInvitation>();
  const submit = async () => {
    const order = chat.room.moderate({ action: "invite", uses, for: ms });
    if (await reportOutcome(order, ({ did }) => did.invite)) setMade((await order).invitation);
  };
  return (
    <>
      <PanelForm verb={moderation.makeLink} onSubmit={submit}>
        <p class="panel-advice">{moderation.inviteAdvice}</p>
        <Field label={moderation.uses}>
          {(attributes) => (
            <input
              {...attributes}
              type="number"
              min={1}
              max={MAX_INVITATION_USES}
              required
              value={uses}
              onInput={({ currentTarget }) => setUses(currentTarget.valueAsNumber)}
            />
          )}
        </Field>
        <DurationChoice label={moderation.howLong} choices={HOLDS_MS} value={ms} onChange={setMs} />
      </PanelForm>
      {made !== undefined && <InvitationLink key={made.id} room={chat.view.room} secret={made.secret} />}
    </>
  );
}

function InvitationLink({ room, secret }: { room: string; secret: string }) {
  const { actions, moderation } = useAllWords();
  const link = new URL(`${pathOfRoom(room)}#invite=${secret}`, location.href).href;
  return <ShownOnce label={moderation.newLink} text={link} copy={actions.copyLink} />;
}

function InvitationItem({
  chat,
  invitation: { at, id, until, used, uses },
}: {
  chat: ModeratedRoom;
  invitation: Invitation;
}) {
  const strings = useAllWords();
  const { bots, moderation } = strings;
  const made = momentText(strings, at);
  const [isAsked, setIsAsked] = useState(false);
  return (
    <>
      <p>{moderation.usedOf(used, uses)}</p>
      <p class="panel-actions">
        <span class="panel-advice">{moderation.madeAndEnds(made, momentText(strings, until))}</span>
        <button type="button" class="button button-quiet" onClick={() => setIsAsked(true)}>
          {bots.revokeAsk}
        </button>
      </p>
      {isAsked && (
        <ConfirmDialog
          title={moderation.revokeInviteTitle}
          verb={moderation.revoke}
          onConfirm={() => void moderate(chat, { action: "revoke", invitation: id })}
          onClose={() => setIsAsked(false)}
        >
          <p>{moderation.revokeInviteAdvice}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
