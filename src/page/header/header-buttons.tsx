import { useRef, useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { ownName, titleOf } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import type { PeoplePanel } from "../people/people-panel.tsx";
import { Avatar } from "../people/person.tsx";
import { Icon } from "../ui/icon.tsx";
import { Lazy } from "../ui/lazy.tsx";
import { useOpener } from "../ui/use-opener.ts";

/** The room's title or name. Opens the panel with its link, recent rooms and a form for a new room. */
export function RoomsButton({ chat }: { chat: Chat }) {
  const { common } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <h1 class="header-room">
        <button type="button" class="room-button" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
          <bdi class="room-name">{useView(chat, titleOf)}</bdi>
          <span class="hidden">, {common.rooms}</span>
          <Icon shape="chevron" />
        </button>
      </h1>
      <Lazy isNeeded={isOpen}>
        {({ RoomsPanel }) => <RoomsPanel chat={chat} isOpen={isOpen} onClose={() => setIsOpen(false)} />}
      </Lazy>
    </>
  );
}

/** The number of people in the room. Shows and hides the list. */
export function PeopleCount({ chat, panel }: { chat: Chat; panel: PeoplePanel }) {
  const { people } = useWords();
  const count = useView(chat, (view) => view.count);
  return (
    <button
      type="button"
      class="people-count"
      aria-expanded={panel.isOpen}
      onClick={() => panel.setOpen(!panel.isOpen)}
    >
      {people.here(count)}
    </button>
  );
}

/** The user's picture and name. Opens a menu to change the name and to leave. */
export function AccountButton({ chat }: { chat: Chat }) {
  const { people } = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const { handlers, isOpen, setOpen } = useOpener();
  const name = useView(chat, ownName);
  return (
    <>
      <button
        {...handlers}
        ref={button}
        type="button"
        class="button button-quiet me"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={people.account(name)}
      >
        <Avatar name={name} />
        <span class="me-name" dir="auto">
          {name}
        </span>
      </button>
      {isOpen && (
        <Lazy>
          {({ AccountMenu }) => <AccountMenu chat={chat} button={button.current} onClose={() => setOpen(false)} />}
        </Lazy>
      )}
    </>
  );
}

/** Asks a reader for a name. */
export function JoinButton({ chat }: { chat: Chat }) {
  const { common } = useWords();
  return (
    <button type="button" class="button" onClick={() => chat.asPerson(() => {})}>
      {common.join}
    </button>
  );
}

/** Opens the settings. */
export function SettingsButton({ chat }: { chat: Chat }) {
  const { common } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button button-quiet icon-button"
        aria-haspopup="dialog"
        aria-label={common.settings}
        title={common.settings}
        onClick={() => setIsOpen(true)}
      >
        <Icon shape="settings" />
      </button>
      <Lazy isNeeded={isOpen}>
        {({ SettingsPanel }) => <SettingsPanel chat={chat} isOpen={isOpen} onClose={() => setIsOpen(false)} />}
      </Lazy>
    </>
  );
}
