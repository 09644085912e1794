import { useState } from "preact/hooks";
import type { Message } from "../../../client/index.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { reportOutcome } from "../../lazy/model/dialogs-state.ts";
import { CopyButton } from "../../lazy/ui/copy-button.tsx";
import { adminText } from "../model/admin-text.ts";
import type { OperatorRoom } from "../model/operator-room.ts";
import { TypedDialog } from "../ui/typed-dialog.tsx";

/** Erases a person from a room (P11.3), once their name was typed, and tells their ID. */
export function ErasePerson({ chat, person: { uid, username } }: { chat: OperatorRoom; person: Message }) {
  const { actions, everywhere, roomPage } = useAdminWords();
  const [isAsking, setAsking] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const erase = () =>
    void reportOutcome(
      chat.room.api(`people/${encodeURIComponent(uid)}/erase`, { method: "POST" }),
      adminText(({ roomPage }) => roomPage.erased),
    );
  return (
    <>
      <button
        type="button"
        class="button button-quiet"
        aria-label={`${roomPage.erase} ${username}`}
        onClick={() => setAsking(true)}
      >
        {roomPage.erase}
      </button>
      {isAsking && (
        <TypedDialog
          title={roomPage.eraseTitle(username)}
          verb={roomPage.eraseVerb}
          label={roomPage.removeName(username)}
          mismatch={roomPage.eraseMismatch}
          isName={(typed) => typed === username.trim()}
          onConfirm={erase}
          onClose={() => setAsking(false)}
        >
          <p>{roomPage.eraseAdvice}</p>
          <p>
            {everywhere.uid}: <code dir="ltr">{uid}</code>
          </p>
          <p class="panel-actions">
            <CopyButton text={uid} label={actions.copyText} onRefused={() => setRefused(true)} />
          </p>
          <p class="complaint" role="alert">
            {isRefused && actions.notCopied}
          </p>
        </TypedDialog>
      )}
    </>
  );
}
