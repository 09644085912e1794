import { useState } from "preact/hooks";
import { normalizeRoomName } from "../../../protocol/normalize-name.ts";
import type { ListedRoom } from "../../../protocol/operator.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { reportOutcome } from "../../lazy/model/dialogs-state.ts";
import { adminText } from "../model/admin-text.ts";
import { callServer } from "../model/call-server.ts";
import { TypedDialog } from "../ui/typed-dialog.tsx";

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
      {isAsking && (
        <TypedDialog
          title={roomPage.removeTitle(`#${room}`)}
          verb={roomPage.removeVerb}
          label={roomPage.removeName(room)}
          mismatch={roomPage.removeMismatch}
          isName={(typed) => normalizeRoomName(nameIn(typed)) === room}
          onConfirm={(typed) => void remove(nameIn(typed))}
          onClose={() => setAsking(false)}
        >
          <p>{roomPage.removeAdvice}</p>
        </TypedDialog>
      )}
    </section>
  );
}

/** A room's name as it was typed, or copied with its sign. */
function nameIn(typed: string): string {
  return typed.replace(/^#/, "");
}
