import { useState } from "preact/hooks";
import { RoomError, type RoomExport } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { ErrorText } from "../ui/error-text.tsx";
import { Choice, Field } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";
import { save } from "../ui/save.ts";

const TYPES = { html: "text/html", csv: "text/csv", md: "text/markdown", jsonl: "application/jsonl" } as const;

/** Saves the messages of the room as a file (P17.6). */
export function ExportRoom({ chat }: { chat: ModeratedRoom }) {
  const { exporting } = useAllWords();
  const [format, setFormat] = useState<RoomExport["format"]>("html");
  const [days, setDays] = useState({ from: "", to: "" });
  const [state, setState] = useState<"idle" | "working" | RoomError>("idle");
  const submit = async () => {
    setState("working");
    try {
      const { from, to } = days;
      const range = { ...(from && { from: startOf(from, 0) }), ...(to && { to: startOf(to, 1) }) };
      save(await chat.room.exportData({ format, ...range }), `${chat.view.room}.${format}`, TYPES[format]);
      setState("idle");
    } catch (error) {
      setState(error instanceof RoomError ? error : new RoomError("http"));
    }
  };
  const day = (name: "from" | "to") => (
    <Field label={exporting[name]}>
      {(attributes) => (
        <input
          {...attributes}
          type="date"
          value={days[name]}
          onInput={({ currentTarget }) => setDays({ ...days, [name]: currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <PanelForm verb={exporting.download} onSubmit={submit}>
      <p class="panel-advice">{exporting.advice}</p>
      <Choice
        label={exporting.format}
        value={format}
        choices={{ html: exporting.html, csv: exporting.csv, md: exporting.md, jsonl: exporting.jsonl }}
        onChange={setFormat}
      />
      {day("from")}
      {day("to")}
      <p class="complaint" role="alert">
        {state instanceof RoomError && (state.code === "http" ? exporting.failed : <ErrorText error={state} />)}
      </p>
      <p class="panel-advice" role="status">
        {state === "working" && exporting.working}
      </p>
    </PanelForm>
  );
}

/** The beginning of a day of the reader's calendar, or of one after it, as the server reads times. */
function startOf(day: string, later: number): string {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + later);
  return date.toISOString();
}
