import { useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { isOpen, ownName } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import type { PeoplePanel } from "../people/people-panel.tsx";
import { Avatar } from "../people/person.tsx";
import { Icon } from "../ui/icon.tsx";
import { Lazy } from "../ui/lazy.tsx";

/** The room's name. Opens the panel with its link, recent rooms and a form for a new room. */
export function RoomsButton({ room }: { room: string }) {
  const { common } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <h1 class="header-room">
        <button type="button" class="room-button" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
          <bdi class="room-name">#{room}</bdi>
          <span class="hidden">, {common.rooms}</span>
          <Icon shape="chevron" />
        </button>
      </h1>
      <Lazy isNeeded={isOpen}>
        {({ Dialog, RoomsPanel }) => (
          <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={common.rooms} variant="panel">
            <RoomsPanel room={room} />
          </Dialog>
        )}
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

/** The user's name. Opens the dialog that changes it. */
export function RenameButton({ chat }: { chat: Chat }) {
  const { people } = useWords();
  const [isAsking, setIsAsking] = useState(false);
  const name = useView(chat, ownName);
  // Outside the room, a new name cannot be sent.
  const canRename = useView(chat, isOpen);
  const uid = useView(chat, ({ self }) => self?.uid);
  return (
    <>
      <button
        type="button"
        class="button button-quiet me"
        aria-haspopup="dialog"
        aria-label={people.changeName(name)}
        disabled={!canRename}
        onClick={() => setIsAsking(true)}
      >
        <Avatar name={name} uid={uid} />
        <span class="me-name" dir="auto">
          {name}
        </span>
      </button>
      <Lazy isNeeded={isAsking}>
        {({ RenameDialog }) => <RenameDialog chat={chat} name={name} isOpen={isAsking} onOpen={setIsAsking} />}
      </Lazy>
    </>
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
        {({ Dialog, SettingsPanel }) => (
          <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={common.settings}>
            <SettingsPanel chat={chat} />
          </Dialog>
        )}
      </Lazy>
    </>
  );
}
