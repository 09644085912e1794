import { useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Deliveries } from "./deliveries.tsx";
import { eventName } from "./event-name.ts";

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

/** What people call a hook: its command, or the address of its server. */
export function hookName({ command, url }: { readonly command?: string; readonly url: string }): string {
  return command === undefined ? url : `/${command}`;
}

interface Props {
  readonly chat: ModeratedRoom;
  readonly hook: ListedHook;
  /** Changes it at a path below its own. Returns whether that succeeded. */
  readonly act: (path: string, method: "POST" | "PATCH", body?: object) => Promise<boolean>;
  readonly onNewSecret: () => void;
  readonly onRemove: () => void;
}

export function HookItem({ act, chat, hook, onNewSecret, onRemove }: Props) {
  const { webhooks } = useAllWords();
  const [isOpen, setIsOpen] = useState(false);
  const [sent, setSent] = useState(0);
  const [asked, setAsked] = useState<"secret" | "remove">();
  const name = hookName(hook);
  const isOn = hook.state === "on" || hook.state === "retrying";
  const test = async () => {
    if (!(await act("/test", "POST"))) return;
    setIsOpen(true);
    setSent(sent + 1);
  };
  const button = (label: string, onClick: () => void) => (
    <button type="button" class="button button-quiet" aria-label={`${label} ${name}`} onClick={onClick}>
      {label}
    </button>
  );
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
        {hook.kind === "outgoing" && button(webhooks.test, () => void test())}
        {button(isOn ? webhooks.turnOff : webhooks.turnOn, () => void act("", "PATCH", { enabled: !isOn }))}
        {button(webhooks.newSecretAsk, () => setAsked("secret"))}
        {button(webhooks.removeAsk, () => setAsked("remove"))}
      </p>
      <details open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>{webhooks.deliveries}</summary>
        {isOpen && <Deliveries key={sent} chat={chat} hook={hook.id} />}
      </details>
      {asked !== undefined && (
        <ConfirmDialog
          title={asked === "secret" ? webhooks.newSecretTitle(name) : webhooks.removeTitle(name)}
          verb={asked === "secret" ? webhooks.newSecret : webhooks.remove}
          onConfirm={asked === "secret" ? onNewSecret : onRemove}
          onClose={() => setAsked(undefined)}
        >
          <p>{asked === "secret" ? webhooks.newSecretAdvice : webhooks.removeAdvice}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
