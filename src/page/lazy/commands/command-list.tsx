import { isAtLeast, type Role } from "../../../client/index.ts";
import type { LazyCatalogue } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ShortcutList } from "./shortcuts.tsx";

export interface CommandEntry {
  readonly name: string;
  /** How it is typed, with an example of its arguments. */
  readonly usage: string;
  readonly least: Role;
  /** The key of its description. */
  readonly does: keyof LazyCatalogue["commands"];
}

const COMMANDS: readonly CommandEntry[] = [
  { name: "help", usage: "/help", least: "guest", does: "help" },
  { name: "name", usage: "/name Ada", least: "guest", does: "name" },
  { name: "report", usage: "/report …", least: "guest", does: "report" },
  { name: "mute", usage: "/mute @Ada 10m", least: "moderator", does: "mute" },
  { name: "unmute", usage: "/unmute @Ada", least: "moderator", does: "unmute" },
  { name: "kick", usage: "/kick @Ada", least: "moderator", does: "kick" },
  { name: "ban", usage: "/ban @Ada 7d …", least: "moderator", does: "ban" },
  { name: "unban", usage: "/unban @Ada", least: "moderator", does: "unban" },
  { name: "clear", usage: "/clear @Ada", least: "moderator", does: "clear" },
  { name: "pin", usage: "/pin", least: "moderator", does: "pin" },
  { name: "unpin", usage: "/unpin", least: "moderator", does: "unpin" },
  { name: "slow", usage: "/slow 30", least: "moderator", does: "slow" },
  { name: "lock", usage: "/lock", least: "moderator", does: "lock" },
  { name: "unlock", usage: "/unlock", least: "moderator", does: "unlock" },
];

/** The commands that a role can use. */
export function commandsFor(role: Role): readonly CommandEntry[] {
  return COMMANDS.filter(({ least }) => isAtLeast(role, least));
}

/** Lists the commands that the user can run, and the keyboard shortcuts. */
export function CommandsDialog({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const { commands, shortcuts } = useAllWords();
  const role = useView(chat, ({ self }) => self?.role ?? "guest");
  return (
    <Dialog isOpen isText onClose={onClose} title={commands.title}>
      <dl class="commands">
        {commandsFor(role).map(({ does, name, usage }) => (
          <div key={name}>
            <dt dir="ltr">{usage}</dt>
            <dd>{commands[does]}</dd>
          </div>
        ))}
      </dl>
      <p class="panel-advice">{commands.twice}</p>
      <h3 class="panel-title">{shortcuts.title}</h3>
      <ShortcutList />
    </Dialog>
  );
}
