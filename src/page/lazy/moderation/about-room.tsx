import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { MAX_TITLE_CHARACTERS, MAX_TOPIC_CHARACTERS } from "../../../protocol/limits.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useView } from "../../model/view-store.ts";
import { moderate, reportOutcome } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { Field, Switch } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";
import {
  type AboutEdits,
  type AboutText,
  aboutOf,
  changesIn,
  dropEdits,
  editAbout,
  faultsIn,
  useAboutEdits,
} from "./about-draft.ts";

const MAX_CHARACTERS = { title: MAX_TITLE_CHARACTERS, topic: MAX_TOPIC_CHARACTERS } as const;

/**
 * The room's title and topic (P18.10), and whether the public list has it (P18.15), saved together. Edited fields stay as they
 * are until they are saved; the others follow the room.
 */
export function AboutRoom({ chat }: { chat: ModeratedRoom }) {
  const { room } = chat.view;
  const saved = aboutOf(useView(chat, ({ settings }) => settings));
  const { common, moderation } = useAllWords();
  const isOwner = useView(chat, ({ self }) => self?.role === "owner");
  const edits = useAboutEdits(room);
  const [faults, setFaults] = useState<readonly AboutText[]>([]);
  const form = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(), [faults]);
  const { listed, title, topic } = { ...saved, ...edits };
  const edit = (change: AboutEdits) => editAbout(room, change, saved);
  const submit = async () => {
    const settings = changesIn(edits, saved);
    const found = faultsIn(settings);
    setFaults(found);
    if (found.length > 0) return;
    const isSaved =
      Object.keys(settings).length === 0
        ? await reportOutcome(Promise.resolve(), ({ protection }) => protection.saved)
        : await moderate(chat, { action: "settings", settings }, ({ protection }) => protection.saved);
    if (isSaved) dropEdits(room, edits);
  };
  const field = (name: AboutText, value: string) => (
    <Field label={moderation[name]} fault={faults.includes(name) ? moderation.unshowable : undefined}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          dir="auto"
          autocomplete="off"
          maxLength={MAX_CHARACTERS[name]}
          value={value}
          onInput={({ currentTarget }) => edit({ [name]: currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <div ref={form}>
      <PanelForm verb={common.save} onSubmit={submit}>
        {field("title", title)}
        {field("topic", topic)}
        {isOwner && saved.listed !== undefined && (
          <Switch
            label={moderation.listed}
            advice={moderation.listedAdvice}
            isOn={listed === true}
            onChange={(isOn) => edit({ listed: isOn })}
          />
        )}
      </PanelForm>
    </div>
  );
}
