import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { Icon } from "../ui/icon.tsx";
import { MenuButton } from "../ui/menu.tsx";
import type { Person } from "./desk-state.ts";
import { personItems } from "./person-items.ts";

/** What one may do about a person, where that is anything. */
export function PersonMenu({ chat, person }: { chat: Chat; person: Person }) {
  const words = useAllWords();
  // What one may do is another where one's own role is.
  useView(chat, ({ self }) => self?.role);
  const items = personItems(chat, words, person);
  if (items.length === 0) return null;
  return (
    <MenuButton
      class="button button-quiet icon-button person-menu"
      label={words.moderation.actionsFor(person.username)}
      items={items}
    >
      <Icon shape="more" />
    </MenuButton>
  );
}
