import type { TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Checks, Choice, Field } from "../ui/form-fields.tsx";

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
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
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
    <form class="form" onSubmit={submit}>
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
          <Field label={webhooks.commandName}>
            {(attributes) => (
              <input
                {...attributes}
                type="text"
                dir="ltr"
                required
                autocomplete="off"
                maxLength={33}
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
      <button type="submit" class="button" disabled={kind === "outgoing" && events.length === 0}>
        {webhooks.add}
      </button>
    </form>
  );
}
