import { useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import { Icon } from "../ui/icon.tsx";

/** The room's name, which leads to its link, to the rooms that were visited, and to a new one. */
export function Rooms({ room }: { room: string }) {
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
      <Later isNeeded={isOpen}>
        {({ Dialog, RoomsPanel }) => (
          <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={common.rooms} variant="panel">
            <RoomsPanel room={room} />
          </Dialog>
        )}
      </Later>
    </>
  );
}
