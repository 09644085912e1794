import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import type { PeoplePanel } from "./use-people-panel.ts";

/** How many people are here; shows and hides who. */
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
