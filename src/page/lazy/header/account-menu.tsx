import { TOUCH } from "../../composer/text-field.tsx";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { isOpen, ownName } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { useMedia } from "../../ui/use-media.ts";
import { openDialog } from "../model/dialogs-state.ts";
import { Menu, type MenuItem } from "../ui/menu.tsx";

interface Props {
  readonly chat: Chat;
  readonly button: HTMLElement | null;
  readonly onClose: () => void;
}

/** What the user can do with their name and their stay. */
export function AccountMenu({ button, chat, onClose }: Props) {
  const { advice, asked, people, renaming, shortcuts } = useAllWords();
  const name = useView(chat, ownName);
  const hasKeyboard = !useMedia(TOUCH);
  const items: MenuItem[] = useView(chat, isOpen)
    ? [
        { key: "rename", label: renaming.changeNameTitle, onChoose: () => openDialog({ kind: "rename" }) },
        ...(hasKeyboard
          ? [{ key: "shortcuts", label: shortcuts.title, onChoose: () => openDialog({ kind: "shortcuts" }) }]
          : []),
        { key: "leave", label: asked.leave, onChoose: () => openDialog({ kind: "leave" }) },
      ]
    : [{ key: "enter", label: advice.enterAgain, onChoose: () => chat.enter() }];
  const groups = [{ key: "account", heading: name, items }];
  return <Menu label={people.account(name)} groups={groups} button={button} onClose={onClose} />;
}
