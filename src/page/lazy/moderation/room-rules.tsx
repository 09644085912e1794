import type { RoomSettings } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { Choice, DurationChoice } from "../ui/form-fields.tsx";
import { moderate } from "./dialogs-state.ts";

const SECOND_MS = 1_000;
/** The intervals of slow mode in milliseconds; 0 turns it off. */
const SLOW_MS = [0, 5, 10, 30, 60, 300, 3_600].map((seconds) => seconds * SECOND_MS);

/** Who can read, who can write, and how fast. Each change takes effect at once. */
export function RoomRules({ chat }: { chat: Chat }) {
  const { moderation } = useAllWords();
  const settings = useView(chat, (view) => view.settings);
  const isOwner = useView(chat, ({ self }) => self?.role === "owner");
  const set = (change: Partial<RoomSettings>) => void moderate(chat, { action: "settings", settings: change });
  return (
    <div class="form">
      <Choice
        label={moderation.whoReads}
        advice={isOwner ? undefined : moderation.onlyOwner}
        value={settings.read}
        isDisabled={!isOwner}
        choices={{ everyone: moderation.everyone, members: moderation.members, invited: moderation.invited }}
        onChange={(read) => set({ read })}
      />
      <Choice
        label={moderation.whoWrites}
        value={settings.write}
        choices={{ everyone: moderation.everyone, members: moderation.members, moderators: moderation.moderators }}
        onChange={(write) => set({ write })}
      />
      <DurationChoice
        label={moderation.slowMode}
        choices={SLOW_MS}
        value={settings.slowMode * SECOND_MS}
        none={moderation.off}
        onChange={(ms) => set({ slowMode: ms / SECOND_MS })}
      />
    </div>
  );
}
