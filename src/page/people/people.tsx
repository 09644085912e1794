import { useId } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { Avatar } from "./avatar.tsx";

/** How many people are here, and on request who. */
export function People({ chat }: { chat: Chat }) {
  const id = useId();
  const members = useView(chat, (view) => view.members);
  const count = useView(chat, (view) => view.count);
  const own = useView(chat, ({ self }) => self?.uid);
  return (
    <>
      <button type="button" class="people-count" popovertarget={id}>
        {count.toLocaleString()} here
      </button>
      <section id={id} class="people" popover="auto" aria-label="Who is here">
        {members.size === 0 ? (
          <p>There are too many people here to list them.</p>
        ) : (
          <ul>
            {Array.from(members.values(), ({ uid, username }) => (
              <li key={uid}>
                <Avatar name={username} uid={uid} />
                <bdi dir="auto">{username}</bdi>
                {uid === own && <span class="you">you</span>}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
