import { useMemo } from "preact/hooks";
import { type Member, ROLES } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { isOpen } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import type { PeoplePanel } from "../../people/people-panel.tsx";
import { Avatar, Badges } from "../../people/person.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { PersonMenu } from "./person-menu.tsx";

interface PanelProps {
  readonly chat: Chat;
  readonly panel: PeoplePanel;
}

/** The people as a dialog, on a narrow page. */
export function PeopleDialog({ chat, panel }: PanelProps) {
  const { people } = useAllWords();
  return (
    <Dialog isOpen={panel.isOpen} onClose={() => panel.setOpen(false)} title={people.whoIsHere} variant="panel">
      <PeopleList chat={chat} />
    </Dialog>
  );
}

/** The content of the column beside the log. */
export function PeopleColumn({ chat, panel }: PanelProps) {
  const { common, people } = useAllWords();
  return (
    <>
      <div class="dialog-head">
        <h2 id="people-title">{people.whoIsHere}</h2>
        <button
          type="button"
          class="button button-quiet icon-button"
          aria-label={common.close}
          onClick={() => panel.setOpen(false)}
        >
          <Icon shape="close" />
        </button>
      </div>
      <PeopleList chat={chat} />
    </>
  );
}

/** The people in the room, as far as the room lists them (P3.4), by role. */
export function PeopleList({ chat }: { chat: Chat }) {
  const strings = useAllWords();
  const { advice, format, presence } = strings;
  const members = useView(chat, (view) => view.members);
  const count = useView(chat, (view) => view.count);
  const readers = useView(chat, (view) => view.readers);
  const own = useView(chat, ({ self }) => self?.uid);
  const isHere = useView(chat, isOpen);
  const groups = useMemo(() => groupsOf(strings, [...members.values()], own), [members, own, strings]);
  const unnamed = count - members.size;
  if (!isHere) return <p class="panel-advice">{advice.youLeft}</p>;
  // Nothing is known before the first connection.
  if (count + readers === 0) return null;
  return (
    <>
      {count > 0 && members.size === 0 && <p class="panel-advice">{presence.tooMany}</p>}
      {groups.map(({ label, people }) => (
        <section key={label} class="people-group">
          {groups.length > 1 && (
            <h3 class="panel-title">
              {label} · {format.number(people.length)}
            </h3>
          )}
          <ul class="people-list" aria-label={label}>
            {people.map((member) => (
              <PersonItem key={member.uid} chat={chat} member={member} isOwn={member.uid === own} />
            ))}
          </ul>
        </section>
      ))}
      {members.size > 0 && unnamed > 0 && <p class="panel-advice">{presence.more(unnamed)}</p>}
      {readers > 0 && <p class="panel-advice">{presence.readers(readers)}</p>}
    </>
  );
}

interface PersonItemProps {
  readonly chat: Chat;
  readonly member: Member;
  readonly isOwn: boolean;
}

function PersonItem({ chat, isOwn, member: { avatar, bot, role, signedIn, uid, username } }: PersonItemProps) {
  const strings = useAllWords();
  const { common, presence } = strings;
  const isTyping = useView(chat, ({ typing }) => typing.includes(uid));
  return (
    <li>
      <Avatar name={username} picture={avatar} />
      <bdi dir="auto">{username}</bdi>
      <Badges strings={strings} role={role} isSignedIn={signedIn === true} isBot={bot} />
      {isOwn && <span class="you">{common.you}</span>}
      {isTyping && <span class="you">{presence.typing}</span>}
      <PersonMenu chat={chat} person={{ uid, username }} />
    </li>
  );
}

interface PeopleGroup {
  readonly label: string;
  readonly people: readonly Member[];
}

/** The people of each role, the highest first; in each, the user first, then by name in the language's order. */
function groupsOf(
  { format, moderation, presence }: AllWords,
  members: readonly Member[],
  own: string | undefined,
): readonly PeopleGroup[] {
  const sorted = members.toSorted(
    (one, other) => Number(other.uid === own) - Number(one.uid === own) || format.compare(one.username, other.username),
  );
  const labels = {
    owner: presence.owners,
    moderator: moderation.moderators,
    member: moderation.members,
    guest: presence.guests,
  };
  return ROLES.toReversed()
    .map((role) => ({ label: labels[role], people: sorted.filter((member) => member.role === role) }))
    .filter(({ people }) => people.length > 0);
}
