import type { LazyCatalogue } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Dialog } from "../ui/dialog.tsx";
import { IS_MAC } from "../ui/platform.ts";

const modified = (key: string) => (IS_MAC ? `⌘${key}` : `Ctrl+${key}`);

/** Keys, and the key of what they do. */
const SHORTCUTS: readonly (readonly [keys: string, does: keyof LazyCatalogue["shortcuts"]])[] = [
  ["↑ ↓", "move"],
  ["Enter", "actions"],
  ["R", "reply"],
  ["E", "edit"],
  ["Esc", "back"],
  ["↑", "editLast"],
  ["Shift+Enter", "newLine"],
  [modified("B"), "bold"],
  [modified("I"), "italic"],
  [modified("F"), "search"],
];

/** The keys of the log, and then those of the composer. */
export function ShortcutList() {
  const { shortcuts } = useAllWords();
  return (
    <dl class="commands">
      {SHORTCUTS.map(([keys, does]) => (
        <div key={does}>
          <dt dir="ltr">
            <kbd>{keys}</kbd>
          </dt>
          <dd>{shortcuts[does]}</dd>
        </div>
      ))}
    </dl>
  );
}

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { shortcuts } = useAllWords();
  return (
    <Dialog isOpen isText onClose={onClose} title={shortcuts.title}>
      <ShortcutList />
    </Dialog>
  );
}
