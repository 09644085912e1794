import { useState } from "preact/hooks";
import { MAX_TITLE_CHARACTERS, MAX_TOPIC_CHARACTERS } from "../../../protocol/limits.ts";
import type { ClaimLink, ListedRoom } from "../../../protocol/operator.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { moderate, reportOutcome } from "../../lazy/model/dialogs-state.ts";
import { ConfirmDialog } from "../../lazy/ui/confirm-dialog.tsx";
import { Field } from "../../lazy/ui/form-fields.tsx";
import { PanelForm } from "../../lazy/ui/panel-form.tsx";
import { ShownOnce } from "../../lazy/ui/shown-once.tsx";
import { useView } from "../../model/view-store.ts";
import { adminText } from "../model/admin-text.ts";
import { callServer } from "../model/call-server.ts";
import type { OperatorRoom } from "../model/operator-room.ts";
import { useStatus } from "../model/session.ts";
import { DeleteRoom } from "./delete-room.tsx";

const MAX_CHARACTERS = { title: MAX_TITLE_CHARACTERS, topic: MAX_TOPIC_CHARACTERS } as const;

interface Props {
  readonly room: ListedRoom;
  readonly chat: OperatorRoom;
}

/** What an operator does with a room as a whole. */
export function RoomActs({ chat, room }: Props) {
  return (
    <>
      <TitlePart chat={chat} />
      <LockPart chat={chat} />
      <ClaimPart room={room.room} />
      <PrunePart room={room} />
      <RotatePart chat={chat} room={room} />
      <DeleteRoom room={room} />
    </>
  );
}

function TitlePart({ chat }: { chat: OperatorRoom }) {
  const title = useView(chat, ({ settings }) => settings.title ?? "");
  const topic = useView(chat, ({ settings }) => settings.topic ?? "");
  // A saved change, from here or elsewhere, resets the fields.
  return <TitleForm key={JSON.stringify([title, topic])} chat={chat} saved={{ title, topic }} />;
}

function TitleForm({ chat, saved }: { chat: OperatorRoom; saved: { readonly title: string; readonly topic: string } }) {
  const { common, moderation } = useAdminWords();
  const [typed, setTyped] = useState(saved);
  const submit = () => moderate(chat, { action: "settings", settings: typed }, ({ protection }) => protection.saved);
  const field = (name: "title" | "topic") => (
    <Field label={moderation[name]}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          dir="auto"
          autocomplete="off"
          maxLength={MAX_CHARACTERS[name]}
          value={typed[name]}
          onInput={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <section class="panel-part">
      <PanelForm verb={common.save} onSubmit={submit}>
        {field("title")}
        {field("topic")}
      </PanelForm>
    </section>
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
    if (await reportOutcome(asked, ({ moderation }) => moderation.done)) setMade(await asked);
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
