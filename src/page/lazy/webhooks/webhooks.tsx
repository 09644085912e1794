import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useApi } from "../model/use-api.ts";
import { ApiError } from "../ui/api-error.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { Deliveries } from "./deliveries.tsx";
import { eventName } from "./event-name.ts";
import { IncomingWebhooks } from "./incoming.tsx";
import { type HookValues, WebhookForm } from "./webhook-form.tsx";

/** An outgoing webhook or a slash command, as the server lists it (P16.1). */
export interface ListedHook {
  readonly id: string;
  readonly kind: "incoming" | "outgoing" | "command";
  readonly url: string;
  readonly events?: readonly string[];
  readonly command?: string;
  readonly description?: string;
  readonly state: "on" | "retrying" | "failing" | "gone" | "off";
}

/** The room's webhooks and slash commands, for its owners. */
export function Webhooks({ chat }: { chat: Chat }) {
  return (
    <>
      <section class="panel-part">
        <IncomingWebhooks chat={chat} />
      </section>
      <section class="panel-part">
        <OutgoingWebhooks chat={chat} />
      </section>
    </>
  );
}

function OutgoingWebhooks({ chat }: { chat: Chat }) {
  const { log, webhooks } = useAllWords();
  const { act, answer, error } = useApi<{ readonly hooks?: readonly ListedHook[] }>(chat, "hooks");
  const [secret, setSecret] = useState<string>();
  const hooks = answer?.hooks?.filter(({ kind }) => kind !== "incoming");
  const made = (done: object | undefined) => {
    if (done !== undefined && "secret" in done) setSecret(String(done.secret));
    return done !== undefined;
  };
  return (
    <>
      <h3 class="panel-title">{webhooks.outgoingTitle}</h3>
      <WebhookForm onMake={async (hook: HookValues) => made(await act("hooks", "POST", hook))} />
      <ApiError error={error} />
      {secret !== undefined && (
        <ShownOnce
          key={secret}
          label={webhooks.secret}
          advice={webhooks.secretAdvice}
          text={secret}
          copy={webhooks.copySecret}
        />
      )}
      {hooks === undefined && error === undefined && <p class="panel-advice">{log.loading}</p>}
      {hooks?.length === 0 && <p class="panel-advice">{webhooks.noOutgoing}</p>}
      {hooks !== undefined && hooks.length > 0 && (
        <ul class="listed" aria-label={webhooks.outgoingTitle}>
          {hooks.map((hook) => (
            <li key={hook.id}>
              <HookItem chat={chat} hook={hook} act={async (...call) => made(await act(...call))} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface ItemProps {
  readonly chat: Chat;
  readonly hook: ListedHook;
  readonly act: (path: string, method: "POST" | "PATCH" | "DELETE", body?: object) => Promise<boolean>;
}

function HookItem({ act, chat, hook }: ItemProps) {
  const { webhooks } = useAllWords();
  const [isOpen, setIsOpen] = useState(false);
  const [sent, setSent] = useState(0);
  const path = `hooks/${hook.id}`;
  const isOn = hook.state === "on" || hook.state === "retrying";
  const test = async () => {
    if (!(await act(`${path}/test`, "POST"))) return;
    setIsOpen(true);
    setSent(sent + 1);
  };
  return (
    <>
      <p class="listed-what">
        {hook.command !== undefined && <strong dir="ltr">{`/${hook.command} `}</strong>}
        <bdi class="webhook-url" dir="ltr">
          {hook.url}
        </bdi>
      </p>
      <p class="panel-advice">
        {webhooks.states[hook.state]}
        {hook.description !== undefined && ` · ${hook.description}`}
        {hook.events !== undefined &&
          ` · ${hook.events.map((event) => eventName(webhooks.eventNames, event)).join(", ")}`}
      </p>
      <p class="panel-actions">
        {hook.kind === "outgoing" && (
          <button type="button" class="button button-quiet" onClick={() => void test()}>
            {webhooks.test}
          </button>
        )}
        <button type="button" class="button button-quiet" onClick={() => void act(path, "PATCH", { enabled: !isOn })}>
          {isOn ? webhooks.turnOff : webhooks.turnOn}
        </button>
        <button type="button" class="button button-quiet" onClick={() => void act(`${path}/secret`, "POST")}>
          {webhooks.newSecret}
        </button>
        <button type="button" class="button button-quiet" onClick={() => void act(path, "DELETE")}>
          {webhooks.remove}
        </button>
      </p>
      <details open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>{webhooks.deliveries}</summary>
        {isOpen && <Deliveries key={sent} chat={chat} hook={hook.id} />}
      </details>
    </>
  );
}
