import { useState } from "preact/hooks";
import { normalizeRoomName } from "../../../protocol/normalize-name.ts";
import type { ListedRoom } from "../../../protocol/operator.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { reportOutcome } from "../../lazy/model/dialogs-state.ts";
import { ConfirmDialog } from "../../lazy/ui/confirm-dialog.tsx";
import { Field } from "../../lazy/ui/form-fields.tsx";
import { adminText } from "../model/admin-text.ts";
import { callServer } from "../model/call-server.ts";

/** Deletes a room a day from now, once its name was typed, or takes that back. */
export function DeleteRoom({ room: { deletesAt, room } }: { room: ListedRoom }) {
  const words = useAdminWords();
  const { roomPage } = words;
  const [isAsking, setAsking] = useState(false);
  const path = `/rooms/${room}/deletion`;
  const restore = () =>
    reportOutcome(
      callServer(path, { method: "DELETE" }),
      adminText(({ roomPage }) => roomPage.restored(`#${room}`)),
    );
  const remove = (name: string) =>
    reportOutcome(
      callServer(path, { method: "PUT", body: { name } }),
      adminText(({ roomPage }) => roomPage.removed(`#${room}`)),
      () => void restore(),
    );
  return (
    <section class="panel-part">
      {deletesAt === undefined ? (
        <p class="panel-actions">
          <button type="button" class="button button-danger" onClick={() => setAsking(true)}>
            {roomPage.remove}
          </button>
        </p>
      ) : (
        <p class="panel-actions">
          <span>{roomPage.removedAt(momentText(words, deletesAt))}</span>
          <button type="button" class="button" onClick={() => void restore()}>
            {roomPage.restore}
          </button>
        </p>
      )}
      {isAsking && <TypedName room={room} onConfirm={(name) => void remove(name)} onClose={() => setAsking(false)} />}
    </section>
  );
}

interface Props {
  readonly room: string;
  readonly onConfirm: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for the room's name, so that nobody deletes another one by a slip. */
function TypedName({ onClose, onConfirm, room }: Props) {
  const { roomPage } = useAdminWords();
  const [typed, setTyped] = useState("");
  const name = typed.trim().replace(/^#/, "");
  return (
    <ConfirmDialog
      title={roomPage.removeTitle(`#${room}`)}
      verb={roomPage.removeVerb}
      onConfirm={() => onConfirm(name)}
      onClose={onClose}
    >
      <p>{roomPage.removeAdvice}</p>
      <Field label={roomPage.removeName(room)}>
        {(attributes) => (
          <input
            {...attributes}
            ref={(input) => input?.setCustomValidity(normalizeRoomName(name) === room ? "" : roomPage.removeMismatch)}
            type="text"
            dir="ltr"
            required
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
