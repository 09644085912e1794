import { useState } from "preact/hooks";
import type { Chat } from "../../model/chat.ts";
import { titleOf } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { Dialog } from "../ui/dialog.tsx";

/** The room's topic in one line (P18.10). Opens a dialog with all of it. */
export function Topic({ chat }: { chat: Chat }) {
  const title = useView(chat, titleOf);
  const topic = useView(chat, ({ settings }) => settings.topic);
  const [isOpen, setIsOpen] = useState(false);
  if (!topic) return null;
  return (
    <>
      <button type="button" class="topic" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <bdi>{topic}</bdi>
      </button>
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={title} isText>
        {title !== `#${chat.view.room}` && (
          <p class="panel-advice">
            <bdi>#{chat.view.room}</bdi>
          </p>
        )}
        <p dir="auto" class="whole-topic">
          {topic}
        </p>
      </Dialog>
    </>
  );
}
