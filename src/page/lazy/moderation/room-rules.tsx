import { useId } from "preact/hooks";
import type { RoomSettings } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { DurationChoice } from "../ui/form-fields.tsx";
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

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly advice?: string | undefined;
  readonly value: T;
  readonly choices: Readonly<Record<T, string>>;
  readonly isDisabled?: boolean;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ advice, choices, isDisabled = false, label, onChange, value }: ChoiceProps<T>) {
  const id = useId();
  // The keys of an object literal are those of its type.
  const all = Object.keys(choices) as T[];
  const chosen = (one: string) => all.find((choice) => choice === one) ?? value;
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={isDisabled}
        aria-describedby={advice && `${id}-advice`}
        onChange={({ currentTarget }) => onChange(chosen(currentTarget.value))}
      >
        {all.map((choice) => (
          <option key={choice} value={choice}>
            {choices[choice]}
          </option>
        ))}
      </select>
      {advice && (
        <p id={`${id}-advice`} class="panel-advice">
          {advice}
        </p>
      )}
    </div>
  );
}
