import { useAllWords } from "../../i18n/use-all-words.ts";
import { pathOfRoom } from "../rooms/room-name.ts";
import { ActionIcon } from "../ui/action-icon.tsx";

/** A link from a frame to the full page of its room. */
export function PopOut({ room }: { room: string }) {
  const { rooms } = useAllWords();
  return (
    <a
      class="button button-quiet icon-button"
      href={pathOfRoom(room)}
      target="_blank"
      rel="noopener"
      aria-label={rooms.popOut}
      title={rooms.popOut}
    >
      <ActionIcon shape="popOut" />
    </a>
  );
}
