import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Checks, Choice, Field } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";

/** A command as it is typed; the server lowers its case (P16.20). */
const COMMAND = "\\s*/?[a-zA-Z0-9][a-zA-Z0-9_\\-]{0,31}\\s*";
const EVENTS = ["message", "edit", "delete", "file", "join", "report", "moderation"] as const;

/** A new webhook or command, as the server takes it. */
export type HookValues =
  | { readonly kind: "outgoing"; readonly url: string; readonly events: readonly string[] }
  | { readonly kind: "command"; readonly url: string; readonly command: string; readonly description: string };

/** @param onMake returns whether it was made */
export function WebhookForm({ onMake }: { onMake: (hook: HookValues) => Promise<boolean> }) {
  const { webhooks } = useAllWords();
  const [kind, setKind] = useState<HookValues["kind"]>("outgoing");
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<readonly (typeof EVENTS)[number][]>(["message"]);
  const [command, setCommand] = useState("");
  const [description, setDescription] = useState("");
  const submit = async () => {
    const values: HookValues =
      kind === "outgoing"
        ? { kind, url, events }
        : { kind, url, command: command.trim().replace(/^\//, ""), description };
    if (!(await onMake(values))) return;
    setUrl("");
    setCommand("");
    setDescription("");
  };
  return (
    <PanelForm verb={webhooks.add} isDisabled={kind === "outgoing" && events.length === 0} onSubmit={submit}>
      <Choice
        label={webhooks.kind}
        advice={kind === "outgoing" ? webhooks.outgoingAdvice : webhooks.commandAdvice}
        choices={{ outgoing: webhooks.outgoing, command: webhooks.command }}
        value={kind}
        onChange={setKind}
      />
      <Field label={webhooks.address}>
        {(attributes) => (
          <input
            {...attributes}
            type="url"
            dir="ltr"
            required
            placeholder="https://example.org/parley"
            value={url}
            onInput={({ currentTarget }) => setUrl(currentTarget.value)}
          />
        )}
      </Field>
      {kind === "outgoing" ? (
        <Checks
          label={webhooks.events}
          names={webhooks.eventNames}
          values={EVENTS}
          chosen={events}
          onChange={setEvents}
        />
      ) : (
        <>
          <Field label={webhooks.commandName} advice={webhooks.commandAllowed}>
            {(attributes) => (
              <input
                {...attributes}
                type="text"
                dir="ltr"
                required
                autocomplete="off"
                pattern={COMMAND}
                title={webhooks.commandAllowed}
                placeholder="/weather"
                value={command}
                onInput={({ currentTarget }) => setCommand(currentTarget.value)}
              />
            )}
          </Field>
          <Field label={webhooks.description}>
            {(attributes) => (
              <input
                {...attributes}
                type="text"
                dir="auto"
                required
                maxLength={100}
                value={description}
                onInput={({ currentTarget }) => setDescription(currentTarget.value)}
              />
            )}
          </Field>
        </>
      )}
    </PanelForm>
  );
}
