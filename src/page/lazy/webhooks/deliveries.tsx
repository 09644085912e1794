import { momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { useApi } from "../model/use-api.ts";
import { ApiError } from "../ui/api-error.tsx";
import { eventName } from "./event-name.ts";

/** An attempt, as the server lists it (P16.10). */
interface ListedDelivery {
  readonly number: number;
  readonly at: number;
  readonly type: string;
  readonly body?: object;
  readonly status?: number;
  readonly error?: "unreachable" | "timeout" | "redirect" | "address";
  readonly answer: string;
}

/** The last deliveries of a webhook, newest first. */
export function Deliveries({ chat, hook }: { chat: ModeratedRoom; hook: string }) {
  const words = useAllWords();
  const { log, webhooks } = words;
  const path = `hooks/${hook}/deliveries`;
  const { act, answer, error } = useApi<{ readonly deliveries: readonly ListedDelivery[] }>(chat, path);
  const deliveries = answer?.deliveries;
  return (
    <>
      <ApiError error={error} />
      {deliveries === undefined && error === undefined && <p class="panel-advice">{log.loading}</p>}
      {deliveries?.length === 0 && <p class="panel-advice">{webhooks.noDeliveries}</p>}
      {deliveries !== undefined && deliveries.length > 0 && (
        <ul class="listed" aria-label={webhooks.deliveries}>
          {deliveries.map(({ answer: answered, at, body, error: failure, number, status, type }) => (
            <li key={number}>
              <p>
                <strong dir="ltr">{status ?? "–"}</strong> {eventName(webhooks.eventNames, type)}
                {failure !== undefined && ` · ${webhooks.failures[failure]}`}
              </p>
              <details>
                <summary>{momentText(words, at)}</summary>
                {body !== undefined && (
                  <pre class="webhook-body" dir="ltr">
                    {JSON.stringify(body, undefined, 2)}
                  </pre>
                )}
                {answered !== "" && (
                  <pre class="webhook-body" dir="auto">
                    {answered}
                  </pre>
                )}
              </details>
              <p class="panel-actions">
                {type !== "command" && (
                  <button
                    type="button"
                    class="button button-quiet"
                    onClick={() => void act(`${path}/${number}/again`, "POST")}
                  >
                    {webhooks.again}
                  </button>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
