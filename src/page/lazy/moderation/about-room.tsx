import { useLayoutEffect, useState } from "preact/hooks";
import { MAX_TITLE_CHARACTERS, MAX_TOPIC_CHARACTERS } from "../../../protocol/limits.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useView } from "../../model/view-store.ts";
import { moderate } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { Field, Switch } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";

const MAX_CHARACTERS = { title: MAX_TITLE_CHARACTERS, topic: MAX_TOPIC_CHARACTERS } as const;

type Texts = Readonly<Record<keyof typeof MAX_CHARACTERS, string>>;

/** The room's title and topic (P18.10), and whether the public list has it (P18.15), saved together. */
export function AboutRoom({ chat }: { chat: ModeratedRoom }) {
  // `wasListed` is undefined if there is no public list.
  const { listed: wasListed, title = "", topic = "" } = useView(chat, ({ settings }) => settings);
  const { common, moderation } = useAllWords();
  const isOwner = useView(chat, ({ self }) => self?.role === "owner");
  const [typed, setTyped] = useState<Texts>({ title, topic });
  const [listed, setListed] = useState(wasListed);
  // A saved change, from here or elsewhere, resets the fields. A new form would lose the focus.
  useLayoutEffect(() => {
    setTyped({ title, topic });
    setListed(wasListed);
  }, [title, topic, wasListed]);
  const submit = () => {
    const settings = { ...typed, ...(listed === undefined || listed === wasListed ? {} : { listed }) };
    return moderate(chat, { action: "settings", settings }, ({ protection }) => protection.saved);
  };
  const field = (name: keyof Texts) => (
    <Field label={moderation[name]}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          dir="auto"
          autocomplete="off"
          maxLength={MAX_CHARACTERS[name]}
          value={typed[name]}
          onInput={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <PanelForm verb={common.save} onSubmit={submit}>
      {field("title")}
      {field("topic")}
      {isOwner && listed !== undefined && (
        <Switch label={moderation.listed} advice={moderation.listedAdvice} isOn={listed} onChange={setListed} />
      )}
    </PanelForm>
  );
}
