import { useId } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { Avatar } from "./avatar.tsx";

/** How many people are here, and on request who. */
export function People({ chat }: { chat: Chat }) {
  const { common, people } = useWords();
  const id = useId();
  const members = useView(chat, (view) => view.members);
  const count = useView(chat, (view) => view.count);
  const own = useView(chat, ({ self }) => self?.uid);
  return (
    <>
      <button type="button" class="people-count" popovertarget={id}>
        {people.here(count)}
      </button>
      <section id={id} class="people" popover="auto" aria-label={people.whoIsHere}>
        {members.size === 0 ? (
          <p>{people.tooMany}</p>
        ) : (
          <ul>
            {Array.from(members.values(), ({ uid, username }) => (
              <li key={uid}>
                <Avatar name={username} uid={uid} />
                <bdi dir="auto">{username}</bdi>
                {uid === own && <span class="you">{common.you}</span>}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
