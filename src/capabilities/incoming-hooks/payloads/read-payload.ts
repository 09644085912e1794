import { isAlertmanager, readAlertmanager } from "./alertmanager.ts";
import { isDiscord, readDiscord } from "./discord.ts";
import { readGitHub } from "./github.ts";
import { isFields } from "./json.ts";
import type { HookMessage } from "./payload.ts";
import { isSlack, readSlack } from "./slack.ts";

/** How a webhook's sender expects to be answered. */
export type Dialect = "slack" | "discord";

/** A payload that was read, in the dialect of its sender. */
export interface ReadPayload {
  readonly dialect: Dialect;
  /** `undefined` if the payload is none that we know. */
  readonly message: HookMessage | undefined;
}

/** The header by which GitHub, Gitea and Forgejo name an event. */
const EVENT_HEADER = "x-github-event";

/** The header by which they name a delivery. */
const DELIVERY_HEADER = "x-github-delivery";

/** Recognizes who sent a payload, and reads it (P15.23 to P15.26). */
export function readPayload(payload: unknown, headers: Headers): ReadPayload {
  const event = headers.get(EVENT_HEADER);
  if (event !== null && isFields(payload)) {
    const delivery = headers.get(DELIVERY_HEADER);
    const message = readGitHub(event, payload);
    return { dialect: "slack", message: delivery === null ? message : { ...message, id: delivery } };
  }
  if (isAlertmanager(payload)) return { dialect: "slack", message: readAlertmanager(payload) };
  if (isDiscord(payload)) return { dialect: "discord", message: readDiscord(payload) };
  return { dialect: "slack", message: isSlack(payload) ? readSlack(payload) : undefined };
}
