import { useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { showOutcome } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { useApi } from "../model/use-api.ts";
import { ApiError } from "../ui/api-error.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { HookItem, hookName, type ListedHook } from "./hook-item.tsx";
import { IncomingWebhooks } from "./incoming.tsx";
import { type HookValues, WebhookForm } from "./webhook-form.tsx";

/** The room's webhooks and slash commands, for its owners. */
export function Webhooks({ chat }: { chat: ModeratedRoom }) {
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

interface ShownSecret {
  /** The webhook's. */
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  /** It replaces another, and takes the focus from the button far below it. */
  readonly isFocused: boolean;
}

function OutgoingWebhooks({ chat }: { chat: ModeratedRoom }) {
  const { log, webhooks } = useAllWords();
  const { act, answer, error } = useApi<{ readonly hooks?: readonly ListedHook[] }>(chat, "hooks");
  const [shown, setShown] = useState<ShownSecret>();
  const heading = useRef<HTMLHeadingElement>(null);
  const hooks = answer?.hooks?.filter(({ kind }) => kind !== "incoming");
  /** Shows the secret of a webhook that was made or changed. */
  const show = (done: object | undefined, name: string, isFocused: boolean) => {
    // The server answers with the webhook's id and its secret.
    if (done !== undefined) setShown({ ...(done as Pick<ShownSecret, "id" | "secret">), name, isFocused });
    return done !== undefined;
  };
  const make = async (hook: HookValues) => {
    setShown(undefined);
    return show(await act("hooks", "POST", hook), hookName(hook), false);
  };
  const renew = async (hook: ListedHook) => {
    setShown(undefined);
    show(await act(`hooks/${hook.id}/secret`, "POST"), hookName(hook), true);
  };
  const remove = async (hook: ListedHook) => {
    if ((await act(`hooks/${hook.id}`, "DELETE")) === undefined) return;
    if (shown?.id === hook.id) setShown(undefined);
    showOutcome({ kind: "done", text: (words) => words.webhooks.removed(hookName(hook)) });
    // The button that had the focus is gone.
    heading.current?.focus();
  };
  return (
    <>
      <h3 ref={heading} class="panel-title" tabIndex={-1}>
        {webhooks.outgoingTitle}
      </h3>
      <WebhookForm onMake={make} />
      <ApiError error={error} />
      {shown !== undefined && (
        <ShownOnce
          key={shown.secret}
          label={webhooks.secretOf(shown.name)}
          advice={webhooks.secretAdvice}
          text={shown.secret}
          copy={webhooks.copySecret}
          isFocused={shown.isFocused}
        />
      )}
      {hooks === undefined && error === undefined && <p class="panel-advice">{log.loading}</p>}
      {hooks?.length === 0 && <p class="panel-advice">{webhooks.noOutgoing}</p>}
      {hooks !== undefined && hooks.length > 0 && (
        <ul class="listed" aria-label={webhooks.outgoingTitle}>
          {hooks.map((hook) => (
            <li key={hook.id}>
              <HookItem
                chat={chat}
                hook={hook}
                act={async (path, ...call) => (await act(`hooks/${hook.id}${path}`, ...call)) !== undefined}
                onNewSecret={() => void renew(hook)}
                onRemove={() => void remove(hook)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
