import { findMessage, type LogEvent, type Message } from "../../src/client/index.ts";
import { asApiError, entered, isEmpty, openRoom } from "../open-room.ts";
import type { Target } from "../target.ts";
import { eventText, type LogLookup, messageText } from "../text/log-text.ts";
import { print, tell } from "../text/print.ts";
import { safeJson } from "../text/safe-text.ts";

export interface TailRequest {
  readonly target: Target;
  /** `undefined` for a reader. */
  readonly token: string | undefined;
  /** How many messages to print before the new ones. */
  readonly count: number;
  readonly isJson: boolean;
}

/**
 * Prints a room as it happens, until the room closes the connection for good.
 *
 * @throws ApiError
 */
export async function tail({ count, isJson, target, token }: TailRequest): Promise<void> {
  const client = openRoom(target, token === undefined ? { readOnly: true } : { token });
  const lookup: LogLookup = {
    messageOf: (seq) => findMessage(client.state.messages, seq),
    nameOf: (uid) => client.nameOf(uid),
    url: target.url,
  };
  /** `seq` of the last line. */
  let printed = 0;
  const printMessage = (message: Message) => {
    printed = message.seq;
    if (isJson) process.stdout.write(`${safeJson(wire(message))}\n`);
    else print(messageText(message, lookup));
  };
  const printEvent = (event: LogEvent) => {
    printed = event.seq;
    const text = isJson ? undefined : eventText(event, lookup);
    if (isJson) process.stdout.write(`${safeJson(wire(event))}\n`);
    else if (text !== undefined) print(text);
  };
  // A pipe that was closed, as by `head`, has had enough.
  process.stdout.on("error", () => process.exit(0));
  try {
    await entered(client, target);
    if (isEmpty(client.state)) tell(`Nobody has written in ${target.room} yet.`);
    while (client.state.messages.length < count && client.state.more) await client.loadOlder();
    const { messages, position } = client.state;
    for (const message of count === 0 ? [] : messages.slice(-count)) printMessage(message);
    printed = position?.seq ?? printed;
    client.on("event", printEvent);
    // Too much happened while the connection was lost: the room sends its newest messages instead of events.
    client.on("reset", () => {
      for (const message of client.state.messages) if (message.seq > printed) printMessage(message);
      printed = client.state.position?.seq ?? printed;
    });
    await closed(client);
  } catch (error) {
    throw asApiError(error, target);
  } finally {
    client.close();
  }
}

/** Says on stderr how the connection is. */
async function closed(client: ReturnType<typeof openRoom>): Promise<never> {
  return new Promise((_, reject) => {
    let wasLost = false;
    client.on("status", (status) => {
      if (status.state === "failed")
        reject(status.error ?? new Error(`The room closed the connection: ${status.reason}`));
      if (status.state === "reconnecting" && !wasLost) tell("The connection is lost. Connecting again …");
      if (status.state === "online" && wasLost) tell("Connected again.");
      wasLost = status.state === "reconnecting";
    });
  });
}

/** The application's own fields beside the others, as on the wire. */
function wire(event: LogEvent | Message): object {
  if (event.type !== "message") return event;
  const { extra, ...named } = event;
  return { ...extra, ...named };
}
