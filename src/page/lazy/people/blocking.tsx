import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Member } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Rows } from "../../log/group-messages.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import type { Chat } from "../../model/chat.ts";
import { nameOf } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { showOutcome } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import type { MenuItem } from "../ui/menu.tsx";

type Person = Pick<Member, "uid" | "username">;

/** The menu item that blocks or unblocks another person for the user. */
export function blockItem(chat: ModeratedRoom, { blocking }: AllWords, person: Person): MenuItem[] {
  const { blocked, self } = chat.view;
  const { uid, username } = person;
  if (uid === self?.uid || chat.room.block === undefined) return [];
  const isBlocked = blocked.has(uid);
  const label = isBlocked ? blocking.unblock(username) : blocking.block(username);
  return [{ key: "block", label, onChoose: () => setBlocked(chat, person, !isBlocked) }];
}

/** Blocks or unblocks a person for the user. */
function setBlocked(chat: ModeratedRoom, { uid, username }: Person, on: boolean): void {
  const text = ({ blocking }: AllWords) => (on ? blocking.blocked(username) : blocking.unblocked(username));
  chat.room.block?.(uid, on).then(
    () => showOutcome({ kind: "done", text, undo: () => setBlocked(chat, { uid, username }, !on) }),
    (error) => showOutcome({ kind: "failed", error }),
  );
}

/** Messages of a person whom the user has blocked, folded to one line. */
export function BlockedMessages({ children, rows }: { children: ComponentChildren; rows: Rows }) {
  const { blocking } = useAllWords();
  const [isShown, setIsShown] = useState(false);
  if (isShown) return <>{children}</>;
  return (
    <p class="blocked-messages">
      {/* Links to these messages lead here. */}
      {rows.map(({ message: { seq } }) => (
        <span key={seq} id={anchorOf(seq)} tabIndex={-1} />
      ))}
      {blocking.blockedMessages(rows.length)}
      {" – "}
      <button type="button" class="button button-quiet" onClick={() => setIsShown(true)}>
        {blocking.show}
      </button>
    </p>
  );
}

/** The people whom the user has blocked in this room. */
export function BlockedPeople({ chat }: { chat: Chat }) {
  const { blocking, log } = useAllWords();
  const uids = useView(chat, (view) => view.blocked);
  const blocked = [...uids].map((uid) => ({ uid, username: nameOf(chat.view, uid) ?? log.somebody }));
  return (
    <section class="choice" aria-labelledby="blocked-people">
      <h3 id="blocked-people" class="panel-title">
        {blocking.people}
      </h3>
      <p class="panel-advice">{blocked.length === 0 ? blocking.none : blocking.advice}</p>
      <ul class="blocked-people">
        {blocked.map((one) => (
          <li key={one.uid}>
            <bdi>{one.username}</bdi>
            <button type="button" class="button button-quiet" onClick={() => setBlocked(chat, one, false)}>
              {blocking.unblock(one.username)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
