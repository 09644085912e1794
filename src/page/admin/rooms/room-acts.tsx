import { useState } from "preact/hooks";
import type { ClaimLink, ListedRoom } from "../../../protocol/operator.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { moderate, reportOutcome } from "../../lazy/model/dialogs-state.ts";
import { AboutRoom } from "../../lazy/moderation/about-room.tsx";
import { ConfirmDialog } from "../../lazy/ui/confirm-dialog.tsx";
import { Field } from "../../lazy/ui/form-fields.tsx";
import { ShownOnce } from "../../lazy/ui/shown-once.tsx";
import { useView } from "../../model/view-store.ts";
import { adminText } from "../model/admin-text.ts";
import { callServer } from "../model/call-server.ts";
import type { OperatorRoom } from "../model/operator-room.ts";
import { useStatus } from "../model/session.ts";
import { DeleteRoom } from "./delete-room.tsx";

interface Props {
  readonly room: ListedRoom;
  readonly chat: OperatorRoom;
}

/** What an operator does with a room as a whole. */
export function RoomActs({ chat, room }: Props) {
  return (
    <>
      <section class="panel-part">
        <AboutRoom chat={chat} />
      </section>
      <LockPart chat={chat} />
      <ClaimPart room={room.room} />
      <PrunePart room={room} />
      <RotatePart chat={chat} room={room} />
      <DeleteRoom room={room} />
    </>
  );
}

/** Closes the room for everyone but its moderators, or opens it again. */
function LockPart({ chat }: { chat: OperatorRoom }) {
  const { commands } = useAdminWords();
  const isLocked = useView(chat, ({ settings }) => settings.write === "moderators");
  const write = isLocked ? "everyone" : "moderators";
  return (
    <section class="panel-part">
      <p class="panel-actions">
        <button
          type="button"
          class="button button-quiet"
          onClick={() =>
            void moderate(chat, { action: "settings", settings: { write } }, ({ protection }) => protection.saved)
          }
        >
          {isLocked ? commands.unlock : commands.lock}
        </button>
      </p>
    </section>
  );
}

/** Makes a link whose first user owns the room. */
export function ClaimPart({ room }: { room: string }) {
  const { actions, roomPage } = useAdminWords();
  const status = useStatus();
  const [made, setMade] = useState<ClaimLink>();
  const make = async () => {
    const asked = callServer<ClaimLink>(`/rooms/${room}/claim`, { method: "POST" });
    const success = adminText(({ roomPage }) => roomPage.claimed);
    if (await reportOutcome(asked, success)) setMade(await asked);
  };
  if (status?.claims !== true) return null;
  return (
    <section class="panel-part">
      <p class="panel-advice">{roomPage.claimAdvice}</p>
      <p class="panel-actions">
        <button type="button" class="button button-quiet" onClick={() => void make()}>
          {roomPage.claim}
        </button>
      </p>
      {made !== undefined && (
        <ShownOnce key={made.link} label={roomPage.claimLink} text={made.link} copy={actions.copyLink} isFocused />
      )}
    </section>
  );
}

/** Deletes what is older than a day. */
function PrunePart({ room: { room } }: { room: ListedRoom }) {
  const { actions, roomPage } = useAdminWords();
  const [before, setBefore] = useState("");
  const [isAsking, setAsking] = useState(false);
  const prune = () =>
    void reportOutcome(
      callServer(`/rooms/${room}/messages?${new URLSearchParams({ before })}`, { method: "DELETE" }),
      adminText(({ roomPage }) => roomPage.pruned),
    );
  return (
    <section class="panel-part">
      <p class="panel-actions">
        <button type="button" class="button button-quiet" onClick={() => setAsking(true)}>
          {roomPage.prune}
        </button>
      </p>
      {isAsking && (
        <ConfirmDialog
          title={roomPage.pruneTitle(`#${room}`)}
          verb={actions.delete}
          onConfirm={prune}
          onClose={() => setAsking(false)}
        >
          <p>{roomPage.pruneAdvice}</p>
          <Field label={roomPage.pruneBefore}>
            {(attributes) => (
              <input
                {...attributes}
                type="date"
                required
                value={before}
                onInput={({ currentTarget }) => setBefore(currentTarget.value)}
              />
            )}
          </Field>
        </ConfirmDialog>
      )}
    </section>
  );
}

/** Replaces the key of the guests' tokens (P8.19). */
function RotatePart({ chat, room: { room } }: Props) {
  const { roomPage } = useAdminWords();
  const [isAsking, setAsking] = useState(false);
  const rotate = () =>
    void moderate(
      chat,
      { action: "rotateKey" },
      adminText(({ roomPage }) => roomPage.rotated),
    );
  return (
    <section class="panel-part">
      <p class="panel-actions">
        <button type="button" class="button button-quiet" onClick={() => setAsking(true)}>
          {roomPage.rotate}
        </button>
      </p>
      {isAsking && (
        <ConfirmDialog
          title={roomPage.rotateTitle(`#${room}`)}
          verb={roomPage.rotateVerb}
          onConfirm={rotate}
          onClose={() => setAsking(false)}
        >
          <p>{roomPage.rotateAdvice}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
