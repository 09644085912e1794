import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Member } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Rows } from "../../log/group-messages.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import { type BlockedPerson, blockedPeople } from "../../model/blocked-people.ts";
import type { Chat } from "../../model/chat.ts";
import { useStore } from "../../model/store.ts";
import { nameOf } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { showOutcome } from "../moderation/dialogs-state.ts";
import type { MenuItem } from "../ui/menu.tsx";

type Person = Pick<Member, "uid" | "username">;

/** People that a browser remembers as blocked; the longest blocked ones are dropped. */
const MAX_BLOCKED = 500;

/** The menu item that blocks or unblocks another person for the user. */
export function blockItem(chat: Chat, { blocking }: AllWords, person: Person): MenuItem[] {
  const { room, self } = chat.view;
  const { uid, username } = person;
  if (uid === self?.uid) return [];
  const isBlocked = blockedPeople.value.some((one) => one.room === room && one.uid === uid);
  const label = isBlocked ? blocking.unblock(username) : blocking.block(username);
  return [{ key: "block", label, onChoose: () => setBlocked(chat, person, !isBlocked) }];
}

/** Blocks or unblocks a person for the user. */
function setBlocked(chat: Chat, { uid, username }: Person, on: boolean): void {
  const { blocked, room } = chat.view;
  const others = blockedPeople.value.filter((one) => one.room !== room || one.uid !== uid);
  blockedPeople.set(on ? [...others, { room, uid, username }].slice(-MAX_BLOCKED) : others);
  const text = ({ blocking }: AllWords) => (on ? blocking.blocked(username) : blocking.unblocked(username));
  showOutcome({ kind: "done", text });
  // The room remembers blocks of signed-in people only.
  if (blocked === undefined) return;
  chat.room.block(uid, on).catch((error) => showOutcome({ kind: "failed", error }));
}

/** Takes over the people whom a signed-in user has blocked in the room, perhaps on another device (P11.6). */
export function FollowBlocks({ chat }: { chat: Chat }) {
  const blocked = useView(chat, (view) => view.blocked);
  useEffect(() => {
    if (blocked === undefined) return;
    const { room } = chat.view;
    const known = blockedPeople.value.filter((one) => one.room === room);
    if (known.length === blocked.length && known.every(({ uid }) => blocked.includes(uid))) return;
    const nameIn = (uid: string) => known.find((one) => one.uid === uid)?.username ?? nameOf(chat.view, uid);
    blockedPeople.set([
      ...blockedPeople.value.filter((one) => one.room !== room),
      ...blocked.map((uid) => ({ room, uid, username: nameIn(uid) ?? "" })),
    ]);
  }, [blocked]);
  return null;
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
  const { room } = chat.view;
  const blocked = useStore(blockedPeople, ({ value }) => value).filter((one) => one.room === room);
  const unblock = ({ uid, username }: BlockedPerson) => setBlocked(chat, { uid, username }, false);
  return (
    <section class="choice" aria-labelledby="blocked-people">
      <h3 id="blocked-people" class="panel-title">
        {blocking.people}
      </h3>
      <p class="panel-advice">{blocked.length === 0 ? blocking.none : blocking.advice}</p>
      <ul class="blocked-people">
        {blocked.map((one) => (
          <li key={one.uid}>
            <bdi>{one.username || log.somebody}</bdi>
            <button type="button" class="button button-quiet" onClick={() => unblock(one)}>
              {blocking.unblock(one.username || log.somebody)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
