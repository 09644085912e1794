import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { Dialog } from "../ui/dialog.tsx";
import { commandsFor } from "./command-list.ts";

/** The commands that one may give. */
export function CommandsDialog({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const { commands } = useAllWords();
  const role = useView(chat, ({ self }) => self?.role ?? "guest");
  return (
    <Dialog isOpen onClose={onClose} title={commands.title}>
      <dl class="commands">
        {commandsFor(role).map(({ does, name, usage }) => (
          <div key={name}>
            <dt dir="ltr">{usage}</dt>
            <dd>{commands[does]}</dd>
          </div>
        ))}
      </dl>
      <p class="panel-advice">{commands.twice}</p>
    </Dialog>
  );
}
