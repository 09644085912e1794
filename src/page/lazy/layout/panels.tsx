import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { RoomsPanel as Rooms } from "../rooms/rooms-panel.tsx";
import { SearchButton } from "../search/search-button.tsx";
import { SettingsPanel as Settings } from "../settings/settings-panel.tsx";
import { Dialog } from "../ui/dialog.tsx";

interface Props {
  readonly chat: Chat;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

// The panels that the header opens.

export function RoomsPanel({ chat, ...dialog }: Props) {
  return (
    <Dialog {...dialog} title={useAllWords().common.rooms} variant="panel">
      <SearchButton onOpen={dialog.onClose} />
      <Rooms chat={chat} />
    </Dialog>
  );
}

export function SettingsPanel({ chat, ...dialog }: Props) {
  return (
    <Dialog {...dialog} title={useAllWords().common.settings}>
      <Settings chat={chat} />
    </Dialog>
  );
}
