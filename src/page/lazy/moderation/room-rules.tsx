import { useState } from "preact/hooks";
import type { RoomSettings } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { View } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { moderate } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { Choice, DurationChoice } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";

const SECOND_MS = 1_000;
/** The intervals of slow mode in milliseconds; 0 turns it off. */
const SLOW_MS = [0, 5, 10, 30, 60, 300, 3_600].map((seconds) => seconds * SECOND_MS);

interface Rules extends Pick<RoomSettings, "read" | "write" | "slowMode"> {
  readonly files: NonNullable<RoomSettings["files"]>;
}

/** The rules for joining and writing, and the pace, saved together. */
export function RoomRules({ chat }: { chat: ModeratedRoom }) {
  const { files = "members", read, slowMode, write } = useView(chat, (view) => view.settings);
  // A saved change, from here or elsewhere, resets the fields.
  return (
    <RulesForm key={`${read} ${write} ${files} ${slowMode}`} chat={chat} saved={{ read, write, files, slowMode }} />
  );
}

function RulesForm({ chat, saved }: { chat: ModeratedRoom; saved: Rules }) {
  const strings = useAllWords();
  const { common, moderation } = strings;
  const isOwner = useView(chat, ({ self }) => self?.role === "owner");
  const [chosen, setChosen] = useState(saved);
  const change = (part: Partial<Rules>) => setChosen({ ...chosen, ...part });
  const changes = (["read", "write", "files", "slowMode"] as const).filter((name) => chosen[name] !== saved[name]);
  const removed = useView(chat, (view) => removedText(strings, view, chosen.read, saved.read));
  const submit = () => {
    // Only changed settings, so that a change that someone else makes meanwhile stays.
    const settings = Object.fromEntries(changes.map((name) => [name, chosen[name]]));
    return changes.length === 0 ? undefined : moderate(chat, { action: "settings", settings });
  };
  return (
    <PanelForm verb={common.save} isDisabled={changes.length === 0} onSubmit={submit}>
      <Choice
        label={moderation.whoReads}
        advice={isOwner ? undefined : moderation.onlyOwner}
        value={chosen.read}
        isDisabled={!isOwner}
        choices={{ everyone: moderation.everyone, members: moderation.members, invited: moderation.invited }}
        onChange={(read) => change({ read })}
      />
      <Choice
        label={moderation.whoWrites}
        value={chosen.write}
        choices={{ everyone: moderation.everyone, members: moderation.members, moderators: moderation.moderators }}
        onChange={(write) => change({ write })}
      />
      <Choice
        label={moderation.whoSendsFiles}
        value={chosen.files}
        choices={{
          everyone: moderation.everyone,
          members: moderation.members,
          moderators: moderation.moderators,
          off: moderation.off,
        }}
        onChange={(files) => change({ files })}
      />
      <DurationChoice
        label={moderation.slowMode}
        choices={SLOW_MS}
        value={chosen.slowMode * SECOND_MS}
        none={moderation.off}
        onChange={(ms) => change({ slowMode: ms / SECOND_MS })}
      />
      <p class="consequence" role="status">
        {removed}
      </p>
    </PanelForm>
  );
}

/** Says whom a change of who can join removes. */
function removedText(
  { moderation }: AllWords,
  { count, members }: View,
  next: Rules["read"],
  saved: Rules["read"],
): string | undefined {
  if (next === "everyone" || next === saved) return undefined;
  // The room does not list everyone, nor who was invited: the guests are the ones that are sure to go.
  if (members.size < count) return moderation.removesUnlisted;
  const guests = [...members.values()].filter(({ role }) => role === "guest").length;
  if (guests === 0) return moderation.removesNobody;
  return next === "invited" ? moderation.removesUninvited(guests) : moderation.removesGuests(guests);
}
