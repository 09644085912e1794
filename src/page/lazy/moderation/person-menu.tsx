import { isAtLeast, ROLES, type Role } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import type { View } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { blockItem } from "../people/blocking.tsx";
import { ActionIcon } from "../ui/action-icon.tsx";
import { MenuButton, type MenuItem } from "../ui/menu.tsx";
import { durationText } from "../ui/time-text.ts";
import { moderate, openDialog, type Person } from "./dialogs-state.ts";
import { mute } from "./sanctions.ts";

/** The actions for a person: to block them for oneself, and to moderate them. */
export function PersonMenu({ chat, person }: { chat: Chat; person: Person }) {
  const strings = useAllWords();
  // The actions depend on the user's role.
  useView(chat, ({ self }) => self?.role);
  // A blocked person can be unblocked.
  useView(chat, ({ blocked }) => blocked);
  const items = [...blockItem(chat, strings, person), ...personActions(chat, strings, person)];
  if (items.length === 0) return null;
  return (
    <MenuButton
      class="button button-quiet icon-button person-menu"
      label={strings.moderation.actionsFor(person.username)}
      items={items}
    >
      <ActionIcon shape="more" />
    </MenuButton>
  );
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Durations that the menu offers for a mute. */
export const MUTE_FOR_MS = [10 * MINUTE_MS, HOUR_MS, DAY_MS];

/** A person's role, if they are in the room. Others may have a higher role, and then the room rejects the action. */
export function roleOf({ members }: View, uid: string): Role {
  return members.get(uid)?.role ?? "guest";
}

/** Whether the user can moderate a person (P9.1). */
export function mayActUpon(view: View, uid: string): boolean {
  const { self } = view;
  return (
    self !== undefined &&
    self.uid !== uid &&
    isAtLeast(self.role, "moderator") &&
    !isAtLeast(roleOf(view, uid), self.role)
  );
}

/** The moderation actions that the user can take against a person. */
export function personActions(chat: Chat, strings: AllWords, person: Person): MenuItem[] {
  const { view } = chat;
  const { moderation } = strings;
  const { uid, username } = person;
  const isOwner = view.self?.role === "owner";
  if (isOwner && uid === view.self?.uid) {
    return [
      {
        key: "stepDown",
        label: moderation.stepDown,
        isDangerous: true,
        onChoose: () => openDialog({ kind: "stepDown", person }),
      },
    ];
  }
  if (!mayActUpon(view, uid)) return [];
  const role = roleOf(view, uid);
  const give = (next: Role) => ({
    key: next,
    label: moderation[GIVE[next]](username),
    onChoose: () =>
      next === "owner"
        ? openDialog({ kind: "makeOwner", person })
        : void moderate(chat, { action: "role", uid, role: next }),
  });
  const asks = (kind: "kick" | "ban" | "shadow" | "clear") => ({
    key: kind,
    label: moderation[kind](username),
    isDangerous: true,
    onChoose: () => openDialog({ kind, person }),
  });
  return [
    ...MUTE_FOR_MS.map((ms) => ({
      key: `mute-${ms}`,
      label: moderation.mute(username, durationText(strings, ms)),
      onChoose: () => void mute(chat, person, ms),
    })),
    { key: "mute", label: moderation.muteMore(username), onChoose: () => openDialog({ kind: "mute", person }) },
    {
      key: "unmute",
      label: moderation.unmute(username),
      onChoose: () => void moderate(chat, { action: "mute", uid, for: 0 }),
    },
    ...(isOwner ? ROLES.filter((next) => next !== role).map(give) : []),
    asks("shadow"),
    {
      key: "unshadow",
      label: moderation.unshadow(username),
      onChoose: () => void moderate(chat, { action: "shadow", uid, on: false }),
    },
    asks("clear"),
    asks("kick"),
    asks("ban"),
  ];
}

const GIVE = {
  owner: "makeOwner",
  moderator: "makeModerator",
  member: "makeMember",
  guest: "makeGuest",
} as const satisfies Record<Role, string>;
