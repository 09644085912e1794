import type { RequestCommand } from "../protocol/commands.ts";
import type { Message } from "../protocol/events.ts";
import type { JsonObject } from "../protocol/json.ts";
import type { ListName, ModerationAction, NewInvitation } from "../protocol/moderation.ts";
import { storedForm } from "../protocol/text.ts";
import { prepare } from "./command-frame.ts";
import { closed, type Engine } from "./engine.ts";
import { type Fetch, fetchHistory } from "./fetch-history.ts";
import { findMessage } from "./find.ts";
import { itemsOf, type ListItem } from "./list-items.ts";
import { newMessage, type SendOptions } from "./new-message.ts";
import type { Stored } from "./pending.ts";
import { quietly } from "./quietly.ts";
import type { Answer } from "./requests.ts";
import { RoomError } from "./room-error.ts";
import type { RoomEvents } from "./room-events.ts";
import type { RoomState } from "./room-state.ts";
import type { ServerUrls } from "./server-url.ts";

/** Milliseconds after which to say again that somebody is typing: half of what others remember it for. */
const TYPING_EVERY_MS = 3_000;

/**
 * A room, as seen from here; {@link connect} makes one. It stays connected until `close`, and what is said while it is
 * not is sent later.
 *
 * Every method that returns a promise of {@link Stored} puts a command into the outbox; the promise resolves when the
 * room has stored it, and rejects with a {@link RoomError} when it has not and will not be. It need not be listened to:
 * `state.pending` tells the same.
 */
export class RoomClient {
  readonly #engine: Engine;
  readonly #address: ServerUrls;
  readonly #fetch: Fetch;
  #typedAt = Number.NEGATIVE_INFINITY;

  /** @internal {@link connect} makes rooms. */
  constructor(engine: Engine, address: ServerUrls, fetch: Fetch) {
    this.#engine = engine;
    this.#address = address;
    this.#fetch = fetch;
  }

  /** The room as it is known now; the same object until something changes. */
  get state(): RoomState {
    return this.#engine.state;
  }

  /**
   * Listens to what happens. Nothing is told before the first turn after {@link connect}.
   *
   * @returns a function that ends it
   */
  on<Type extends keyof RoomEvents>(type: Type, listener: (event: RoomEvents[Type]) => void): () => void {
    return this.#engine.events.on(type, listener);
  }

  /**
   * Says something.
   *
   * @param text up to `state.limits.message` characters; it is stored in NFC, trimmed
   * @returns rejects at once with `bad_message` or `message_too_long`, if so
   */
  send(text: string, options: SendOptions = {}): Promise<Stored> {
    this.#typedAt = Number.NEGATIVE_INFINITY;
    return this.#command(newMessage(text, options));
  }

  /** Writes an own message anew. */
  edit(seq: number, text: string): Promise<Stored> {
    return this.#command({ type: "edit", target: seq, message: storedForm(text) });
  }

  /** Erases an own message, for good; or, for a moderator, anybody's. */
  delete(seq: number): Promise<Stored> {
    return this.#command({ type: "delete", target: seq });
  }

  /**
   * Reacts to a message, or takes that back.
   *
   * @param emoji one emoji
   */
  react(seq: number, emoji: string, on = true): Promise<Stored> {
    return this.#command({ type: "reaction", target: seq, emoji, on });
  }

  /** Be called otherwise, from here on. */
  rename(username: string): Promise<Stored> {
    return this.#command({ type: "rename", username });
  }

  /**
   * Does what a moderator may (P9.3). It waits for the room, in memory; what was said and not answered is not said again,
   * and rejects with `unanswered`.
   *
   * @returns of `invite`, the invitation, whose secret is told this once. Rejects with the room's code
   */
  moderate(action: ModerationAction): Promise<{ readonly invitation?: NewInvitation }> {
    return this.#order({ type: "moderate", id: this.#engine.newId(), ...action }, (answer) =>
      answer.type === "done" && answer.invitation !== undefined ? { invitation: answer.invitation } : {},
    );
  }

  /**
   * Shows a message to the moderators (P9.10). It waits as `moderate` does.
   *
   * @param reason up to 200 characters, in one line
   */
  report(seq: number, reason?: string): Promise<void> {
    const why = reason === undefined ? {} : { reason };
    return this.#order({ type: "report", id: this.#engine.newId(), target: seq, ...why }, () => {});
  }

  /**
   * Makes this person an owner of the room (P9.2). It waits as `moderate` does.
   *
   * @param secret that of a claim, or the deployment's `OWNER_TOKEN`
   */
  claim(secret: string): Promise<void> {
    return this.#order({ type: "claim", id: this.#engine.newId(), secret }, () => {});
  }

  /**
   * Asks for what only moderators see (P9.11). It waits as `moderate` does.
   *
   * @param before only what stands behind this `entry` (or `report`)
   * @returns at most 50 items, the newest first
   */
  list<What extends ListName>(what: What, before?: number): Promise<readonly ListItem<What>[]> {
    const from = before === undefined ? {} : { before };
    return this.#order({ type: "list", id: this.#engine.newId(), what, ...from }, (answer) => itemsOf(answer, what));
  }

  /** Tells others that somebody is typing; call it at every key. It is sent once in a while, and only where there is a room. */
  typing(): void {
    const now = this.#engine.clock.now();
    if (now - this.#typedAt < TYPING_EVERY_MS || !this.#sendNow({ type: "typing" })) return;
    this.#typedAt = now;
  }

  /**
   * Sends everybody in the room an object that is the clients' own business. It is not stored, and lost where there is no connection.
   *
   * @returns whether there was one
   */
  cast(data: JsonObject): boolean {
    return this.#sendNow({ type: "cast", data });
  }

  /**
   * Reads a page of older messages over HTTP (P7.2), and puts those that adjoin the messages in `state` in front of them.
   *
   * @param before only messages older than this `seq`; without it, older than all in `state`
   * @returns the page, oldest first, and whether there may be older ones. Rejects with `http`, `superseded` or `closed`
   */
  async history(before?: number): Promise<{ readonly messages: readonly Message[]; readonly more: boolean }> {
    const { ending, model, token } = this.#engine;
    if (ending.aborted) throw closed();
    const expected = model.log.expectPage(before);
    try {
      const { head, messages, more } = await fetchHistory(
        this.#fetch,
        this.#address.messages,
        expected.before,
        ending,
        token,
      );
      const present = this.#engine.batch(() => {
        model.touch();
        return model.log.takePage(expected, messages, head, more);
      });
      if (present === undefined) throw new RoomError("superseded", "The log was replaced meanwhile.");
      return { messages: present, more };
    } catch (error) {
      throw ending.aborted ? closed() : error;
    } finally {
      model.log.dismissPage(expected);
    }
  }

  /**
   * Reads older messages, page by page, until the one of this `seq` is in `state.messages`.
   *
   * @returns the message, or `undefined` where there is none. Rejects as `history` does
   */
  async reach(seq: number): Promise<Message | undefined> {
    for (;;) {
      const { messages, more } = this.state;
      const first = messages[0]?.seq ?? Number.POSITIVE_INFINITY;
      if (first <= seq || !more) return findMessage(messages, seq);
      await this.history();
      // A page that was no use would be so again.
      if (this.state.messages[0]?.seq === messages[0]?.seq && this.state.more) return undefined;
    }
  }

  /** Sends a failed command of `state.pending` once more, behind all others. */
  retry(id: string): Promise<Stored> {
    const { ending, outbox } = this.#engine;
    return this.#engine.batch(() => (ending.aborted ? quietly(Promise.reject(closed())) : outbox.retry(id)));
  }

  /**
   * Takes back a command of `state.pending` that failed, or that was never sent.
   *
   * @returns whether it did; what was sent may be stored already, and is edited or deleted instead
   */
  discard(id: string): boolean {
    return this.#engine.batch(() => this.#engine.outbox.discard(id));
  }

  /**
   * Comes with another name, where `state.status` is `refused`; otherwise it does nothing.
   *
   * @throws RoomError `bad_username`
   */
  enter(username: string): void {
    this.#engine.enter(username);
  }

  /** There is reason to look: tries to connect at once, or makes sure that the connection lives. */
  wake(): void {
    this.#engine.wake();
  }

  /**
   * Leaves the room, for good. What is in the outbox stays in the storage, for the next {@link connect}; promises reject
   * with `closed`.
   */
  close(): void {
    this.#engine.close();
  }

  #command(object: JsonObject): Promise<Stored> {
    const { ending, model, newId, outbox } = this.#engine;
    return this.#engine.batch(() => {
      if (ending.aborted) return quietly(Promise.reject(closed()));
      try {
        return outbox.add(prepare({ id: newId(), ...object }, model.limits?.message));
      } catch (error) {
        return quietly(Promise.reject(error));
      }
    });
  }

  #order<T>(command: RequestCommand, read: (answer: Answer) => T): Promise<T> {
    const { ending, orders } = this.#engine;
    const answered = this.#engine.batch(() => {
      if (ending.aborted) return Promise.reject(closed());
      try {
        return orders.add(command);
      } catch (error) {
        return Promise.reject(error);
      }
    });
    return quietly(answered.then(read));
  }

  #sendNow(object: JsonObject): boolean {
    return this.#engine.sendNow(JSON.stringify(object));
  }
}
