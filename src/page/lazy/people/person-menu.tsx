import { isAtLeast, ROLES, type Role } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { durationText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { View } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { moderate, openDialog, type Person } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { loadMutedPeople, useMutedPeople } from "../model/muted-people.ts";
import { MUTE_FOR_MS, mute } from "../model/sanctions.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { MenuButton, type MenuGroup, type MenuItem } from "../ui/menu.tsx";
import { blockItem } from "./blocking.tsx";

interface Props {
  readonly chat: ModeratedRoom;
  readonly person: Person;
  /** Of the button. */
  readonly class?: string;
  /** The text of the button, to which its accessible name adds the person: an icon by default. */
  readonly text?: string;
}

/** The actions for a person: blocking and moderating them. */
export function PersonMenu({ chat, person, class: look = "button button-quiet icon-button person-menu", text }: Props) {
  const strings = useAllWords();
  const groups = usePersonGroups(chat, person);
  if (groups.length === 0) return null;
  return (
    <MenuButton
      class={look}
      label={text === undefined ? strings.moderation.actionsFor(person.username) : `${text} ${person.username}`}
      groups={groups}
      onOpen={() => void loadMutedPeople(chat)}
    >
      {text ?? <ActionIcon shape="more" />}
    </MenuButton>
  );
}

/** The menu's groups for a person, which follow roles, blocks and mutes. */
export function usePersonGroups(chat: ModeratedRoom, person: Person): readonly MenuGroup[] {
  const strings = useAllWords();
  const muted = useMutedPeople().get(person.uid);
  useView(chat, ({ self }) => self?.role);
  useView(chat, ({ blocked }) => blocked);
  useView(chat, ({ members }) => members);
  const items = [
    ...blockItem(chat, strings, person),
    ...personActions(chat, strings, person, muted),
    ...(chat.moreActions?.(person) ?? []),
  ];
  return items.length === 0 ? [] : [{ key: "person", heading: person.username, items }];
}

/** A person's role, if they are in the room. Others may have a higher role, and then the room rejects the action. */
function roleOf({ members }: View, uid: string): Role {
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

/**
 * The moderation actions that the user can take against a person, the dangerous ones last.
 *
 * @param muted whether the person is muted or shadow-muted
 */
export function personActions(
  chat: ModeratedRoom,
  strings: AllWords,
  person: Person,
  muted: { readonly mutedUntil?: number; readonly shadowed?: true } = {},
): MenuItem[] {
  const { view } = chat;
  const { moderation } = strings;
  const { uid, username } = person;
  const isOwner = view.self?.role === "owner";
  const asks = (kind: "kick" | "ban" | "shadow" | "clear" | "stepDown") => ({
    key: kind,
    label: moderation[kind],
    isDangerous: true,
    onChoose: () => openDialog({ kind, person }),
  });
  if (isOwner && uid === view.self?.uid) return [asks("stepDown")];
  if (!mayActUpon(view, uid)) return [];
  const roles = ROLES.filter((role) => role !== roleOf(view, uid)).map((role) => ({
    key: role,
    label: moderation[GIVE[role]](username),
    onChoose: () => openDialog({ kind: "role", person, role }),
  }));
  return [
    muted.mutedUntil === undefined
      ? muteSubmenu(chat, strings, person)
      : {
          key: "unmute",
          label: moderation.unmute(username),
          onChoose: () => void moderate(chat, { action: "mute", uid, for: 0 }),
        },
    ...(isOwner ? [{ key: "role", label: moderation.changeRole, items: roles }] : []),
    muted.shadowed === true
      ? {
          key: "unshadow",
          label: moderation.unshadow,
          onChoose: () => void moderate(chat, { action: "shadow", uid, on: false }),
        }
      : asks("shadow"),
    asks("clear"),
    asks("kick"),
    asks("ban"),
  ];
}

function muteSubmenu(chat: ModeratedRoom, strings: AllWords, person: Person): MenuItem {
  const { moderation } = strings;
  return {
    key: "mute",
    label: moderation.muteVerb,
    items: [
      ...MUTE_FOR_MS.map((ms) => ({
        key: `mute-${ms}`,
        label: moderation.muteFor(durationText(strings, ms)),
        onChoose: () => void mute(chat, person, ms),
      })),
      { key: "mute-more", label: moderation.muteMore, onChoose: () => openDialog({ kind: "mute", person }) },
    ],
  };
}

const GIVE = {
  owner: "makeOwner",
  moderator: "makeModerator",
  member: "makeMember",
  guest: "makeGuest",
} as const satisfies Record<Role, string>;
