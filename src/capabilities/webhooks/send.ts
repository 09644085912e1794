import { Deadline } from "../../worker/base/deadline.ts";
import { readBounded } from "../../worker/outgoing/bounded-body.ts";
import { publicUrl } from "../../worker/outgoing/public-url.ts";
import { webhookHeaders } from "../../worker/outgoing/webhook-signature.ts";
import type { Delivery, Outcome } from "./delivery.ts";

/** Milliseconds for the whole answer, its body included (P16.7). */
const TIMEOUT_MS = 15_000;

/** Bytes of an answer that are read. An answer is a message at most. */
const MAX_ANSWER_BYTES = 64 * 1_024;

/** Milliseconds that a receiver can ask for with `Retry-After`. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1_000;

const USER_AGENT = "Parley (webhook)";

/**
 * Reads the address of a receiver (P16.4): HTTPS, and a name of the public DNS.
 *
 * @param mayBePrivate allows any address that can be fetched, for development
 */
export function receiverUrl(address: string, mayBePrivate: boolean): URL | undefined {
  if (mayBePrivate) {
    const url = URL.parse(address);
    return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
  }
  const url = publicUrl(address);
  return url?.protocol === "https:" ? url : undefined;
}

/** Makes one attempt. Never throws: what goes wrong is the outcome. */
export async function send(
  { body, id, secrets, url }: Delivery,
  mayBePrivate: boolean,
  now: () => number,
  request: typeof fetch,
): Promise<Outcome> {
  const start = now();
  const address = receiverUrl(url, mayBePrivate);
  // The deployment's variable may have changed since the hook was made.
  if (address === undefined) return { error: "address", ms: 0, answer: "" };
  using deadline = new Deadline(TIMEOUT_MS);
  const { signal } = deadline;
  try {
    const headers = {
      "content-type": "application/json",
      "user-agent": USER_AGENT,
      ...webhookHeaders({ id, at: start, body }, secrets),
    };
    const response = await request(address.href, { method: "POST", headers, body, redirect: "manual", signal });
    const { status } = response;
    const bytes = await readBounded(response, MAX_ANSWER_BYTES, "cut", signal);
    const answer = new TextDecoder().decode(bytes);
    const ms = now() - start;
    if (status >= 300 && status < 400) return { status, error: "redirect", ms, answer };
    const seconds = Number(response.headers.get("retry-after"));
    const retryAfter = seconds > 0 ? { retryAfter: Math.min(seconds * 1_000, MAX_RETRY_AFTER_MS) } : {};
    return { status, ms, answer, ...retryAfter };
  } catch {
    return { error: signal.aborted ? "timeout" : "unreachable", ms: now() - start, answer: "" };
  }
}
