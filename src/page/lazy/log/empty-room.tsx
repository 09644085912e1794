import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { titleOf } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { pathOfRoom } from "../rooms/room-name.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { FirstRun } from "./first-run.tsx";

/** Welcomes the user to a room without messages, and helps to bring others. */
export function EmptyRoom({ chat }: { chat: Chat }) {
  const { actions, presence } = useAllWords();
  const title = useView(chat, titleOf);
  const { room } = chat.view;
  const [isRefused, setIsRefused] = useState(false);
  return (
    <div class="empty-room">
      <h2>{presence.welcome(title)}</h2>
      <p>{presence.empty}</p>
      <p class="panel-actions">
        <CopyButton
          text={new URL(pathOfRoom(room), location.href).href}
          label={actions.copyLink}
          onRefused={() => setIsRefused(true)}
        />
      </p>
      <p class="complaint" role="alert">
        {isRefused && actions.notCopied}
      </p>
      <FirstRun room={room} />
    </div>
  );
}
