import { useState } from "preact/hooks";
import type { BlockedWords } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useView } from "../../model/view-store.ts";
import { moderate } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { ErrorText } from "../ui/error-text.tsx";
import { Field } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";
import { useList } from "./moderation-list.tsx";

/** The blocked words. Moderators can read them, owners can edit them. */
export function BlockedWordsPanel({ chat }: { chat: ModeratedRoom }) {
  const { log } = useAllWords();
  const { error, items } = useList(chat, "words");
  const words = items?.[0] ?? { reject: [], hide: [] };
  if (error !== undefined) {
    return (
      <p class="complaint" role="alert">
        <ErrorText error={error} />
      </p>
    );
  }
  if (items === undefined) return <p class="panel-advice">{log.loading}</p>;
  // A saved change, from here or elsewhere, resets the fields.
  return <WordsForm key={JSON.stringify(words)} chat={chat} words={words} />;
}

function WordsForm({ chat, words }: { chat: ModeratedRoom; words: BlockedWords }) {
  const { common, moderation } = useAllWords();
  const isOwner = useView(chat, ({ self }) => self?.role === "owner");
  const [reject, setReject] = useState(words.reject.join("\n"));
  const [hide, setHide] = useState(words.hide.join("\n"));
  const submit = () => {
    const settings = { words: { reject: linesOf(reject), hide: linesOf(hide) } };
    return moderate(chat, { action: "settings", settings });
  };
  return (
    <PanelForm verb={isOwner ? common.save : undefined} onSubmit={submit}>
      <p class="panel-advice">{moderation.wordsAdvice}</p>
      <WordsField label={moderation.rejectWords} value={reject} isReadOnly={!isOwner} onChange={setReject} />
      <WordsField label={moderation.hideWords} value={hide} isReadOnly={!isOwner} onChange={setHide} />
      {!isOwner && <p class="panel-advice">{moderation.onlyOwner}</p>}
    </PanelForm>
  );
}

interface WordsFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isReadOnly: boolean;
  readonly onChange: (value: string) => void;
}

function WordsField({ isReadOnly, label, onChange, value }: WordsFieldProps) {
  return (
    <Field label={label}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={4}
          dir="auto"
          value={value}
          readOnly={isReadOnly}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}

function linesOf(text: string): readonly string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
}
