import { useMemo } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { Avatar } from "./avatar.tsx";

/** Who is here, as far as the room tells (P3.4): oneself first, then by name as the language orders them. */
export function PeopleList({ chat }: { chat: Chat }) {
  const { common, format, people } = useWords();
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
  // Without a connection from the start, nothing is known.
  if (count === 0) return null;
  if (sorted.length === 0) return <p class="panel-advice">{people.tooMany}</p>;
  return (
    <>
      <ul class="people-list">
        {sorted.map(({ uid, username }) => (
          <li key={uid}>
            <Avatar name={username} uid={uid} />
            <bdi dir="auto">{username}</bdi>
            {uid === own && <span class="you">{common.you}</span>}
            {typing.includes(uid) && <span class="you">{people.typing}</span>}
          </li>
        ))}
      </ul>
      {unnamed > 0 && <p class="panel-advice">{people.more(unnamed)}</p>}
    </>
  );
}
