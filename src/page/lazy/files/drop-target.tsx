import { useEffect, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { filesRestriction } from "./attachments.ts";
import { receiveFiles } from "./receive-files.ts";

/** Covers the room while files are dragged over it. */
export function DropTarget({ chat }: { chat: Chat }) {
  const { files } = useAllWords();
  const [isOver, setOver] = useState(false);
  const restriction = useView(chat, filesRestriction);
  useEffect(() => receiveFiles(chat, setOver), [chat]);
  if (!isOver) return null;
  return (
    <div class="drop-target">
      <p>
        <ActionIcon shape="attach" />
        {restriction === undefined ? files.drop : files.restricted[restriction]}
      </p>
    </div>
  );
}
