import { useMemo } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { Avatar, Badges } from "../../people/person.tsx";
import { PersonMenu } from "../moderation/person-menu.tsx";

/**
 * The people in the room, as far as the room lists them (P3.4): the user first, then by name in the language's order.
 */
export function PeopleList({ chat }: { chat: Chat }) {
  const strings = useAllWords();
  const { common, format, presence } = strings;
  const members = useView(chat, (view) => view.members);
  const count = useView(chat, (view) => view.count);
  const typing = useView(chat, (view) => view.typing);
  const own = useView(chat, ({ self }) => self?.uid);
  const sorted = useMemo(
    () =>
      [...members.values()].sort(
        (one, other) =>
          Number(other.uid === own) - Number(one.uid === own) || format.compare(one.username, other.username),
      ),
    [members, own, format],
  );
  const unnamed = count - sorted.length;
  // Nothing is known before the first connection.
  if (count === 0) return null;
  if (sorted.length === 0) return <p class="panel-advice">{presence.tooMany}</p>;
  return (
    <>
      <ul class="people-list">
        {sorted.map(({ avatar, role, signedIn, uid, username }) => (
          <li key={uid}>
            <Avatar name={username} uid={uid} picture={avatar} />
            <bdi dir="auto">{username}</bdi>
            <Badges strings={strings} role={role} isSignedIn={signedIn === true} />
            {uid === own && <span class="you">{common.you}</span>}
            {typing.includes(uid) && <span class="you">{presence.typing}</span>}
            <PersonMenu chat={chat} person={{ uid, username }} />
          </li>
        ))}
      </ul>
      {unnamed > 0 && <p class="panel-advice">{presence.more(unnamed)}</p>}
    </>
  );
}
