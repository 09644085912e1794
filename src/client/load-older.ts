import type { JsonObject } from "../protocol/json.ts";
import type { Engine } from "./engine.ts";
import { fetchHistory } from "./fetch-history.ts";
import { findMessage } from "./find.ts";
import type { Message } from "./message.ts";
import { RoomError } from "./room-error.ts";

/** Messages that are older than others. */
export interface OlderMessages<Extra extends object = JsonObject> {
  readonly messages: readonly Message<Extra>[];
  /** Whether there may be older ones. */
  readonly more: boolean;
}

/** Loads a page of older messages (P7.2), and prepends it to the log if it adjoins. */
export async function loadOlder(engine: Engine, before?: number): Promise<OlderMessages> {
  const { address, ending, fetch, identity, model } = engine;
  if (ending.aborted) throw new RoomError("closed");
  const expected = model.log.expectPage(before);
  try {
    const page = await fetchHistory(fetch, `${address.api}/messages`, expected.before, ending, identity.token);
    const messages = engine.batch(() => {
      model.touch();
      return model.log.takePage(expected, page.messages, page.head, page.more);
    });
    if (messages === undefined) throw new RoomError("superseded");
    return { messages, more: page.more };
  } catch (error) {
    throw ending.aborted ? new RoomError("closed") : error;
  } finally {
    model.log.dismissPage(expected);
  }
}

/** Loads older messages, page by page, until one is found. */
export async function loadUntil(engine: Engine, seq: number): Promise<Message | undefined> {
  for (;;) {
    const { messages, more } = engine.state;
    const first = messages[0]?.seq ?? Number.POSITIVE_INFINITY;
    if (first <= seq || !more) return findMessage(messages, seq);
    await loadOlder(engine);
    // A page that added nothing would add nothing the next time either.
    if (engine.state.messages[0]?.seq === messages[0]?.seq && engine.state.more) return undefined;
  }
}
