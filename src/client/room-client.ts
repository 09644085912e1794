/// <reference lib="esnext.disposable" preserve="true" />
import type { JsonObject } from "../protocol/json.ts";
import type { ListAnswer, ReactorItem } from "../protocol/lists.ts";
import type { ListName } from "../protocol/moderation.ts";
import type { ModerationAction } from "../protocol/moderation-action.ts";
import type { Member } from "../protocol/server-objects.ts";
import { storedForm } from "../protocol/text.ts";
import type { ApiRequest } from "./call-api.ts";
import type { Emitter } from "./emitter.ts";
import type { Engine } from "./engine.ts";
import { findMessage } from "./find.ts";
import { giveCommand } from "./give-command.ts";
import type { ListItem } from "./list-items.ts";
import type { OlderMessages } from "./load-older.ts";
import { onDemand } from "./load-on-demand.ts";
import type { Message } from "./message.ts";
import type { ModerationOutcome } from "./moderation-outcome.ts";
import { nameOf } from "./name-of.ts";
import { newMessage, type SendOptions } from "./new-message.ts";
import type { Stored } from "./pending.ts";
import type { RoomExport } from "./personal-data.ts";
import { quietly } from "./quietly.ts";
import type { ListFields, RequestFields } from "./request.ts";
import { RoomError } from "./room-error.ts";
import type { RoomEvents } from "./room-events.ts";
import type { RoomState } from "./room-state.ts";
import type { SearchOptions, SearchResult } from "./search.ts";
import type { FileAccess, UploadedFile, UploadOptions } from "./uploaded-file.ts";
import { whenOnline } from "./when-online.ts";

/** Milliseconds between two typing signals: half the time after which others let them expire. */
const TYPING_EVERY_MS = 3_000;

/** How long to wait for a command. */
export interface WaitOptions {
  readonly signal?: AbortSignal;
}

/**
 * A client of one room, created by {@link connect}. It reconnects by itself until `close`; commands that are given while it is
 * offline are sent later.
 *
 * Every method that returns a promise of {@link Stored} adds a command to the outbox. The promise resolves when the server has
 * stored the command, and rejects with a {@link RoomError} if it won't be stored. You can ignore the promise and watch
 * `state.pending` instead.
 *
 * @typeParam Extra the application's own fields of messages
 */
export class RoomClient<Extra extends object = JsonObject> {
  readonly #engine: Engine;
  #typedAt = Number.NEGATIVE_INFINITY;

  /** @internal Use {@link connect}. */
  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The current state; the same object until something changes. */
  get state(): RoomState<Extra> {
    // The application vouches for its own fields.
    return this.#engine.state as unknown as RoomState<Extra>;
  }

  /** The current state, as a function that needs no receiver: `useSyncExternalStore(room.subscribe, room.getState)`. */
  readonly getState = (): RoomState<Extra> => this.state;

  /**
   * Calls a listener after each change of the state. Needs no receiver.
   *
   * @returns removes the listener
   */
  readonly subscribe = (listener: () => void): (() => void) => this.on("change", listener);

  /**
   * Waits until the client is connected and caught up. A reader has no user, so this waits until it has entered as well.
   *
   * @returns the user. Rejects if the room refuses the name or closes for good, and after `close`
   */
  whenOnline(): Promise<Member> {
    return whenOnline(this.#engine);
  }

  /** A user's latest known name: of a member, or of the author of a loaded message. */
  nameOf(uid: string): string | undefined {
    return nameOf(this.#engine.state, uid);
  }

  /**
   * Adds a listener. No event is emitted synchronously by {@link connect}.
   *
   * @returns removes the listener
   */
  on<Type extends keyof RoomEvents<Extra>>(type: Type, listener: (event: RoomEvents<Extra>[Type]) => void): () => void {
    // The application vouches for its own fields.
    return (this.#engine.model.events as unknown as Emitter<RoomEvents<Extra>>).on(type, listener);
  }

  /**
   * Posts a message.
   *
   * @param text up to `state.limits.message` characters; stored trimmed and in NFC
   * @param options with a `signal` that stops waiting: the promise rejects with `discarded` if the message was not sent yet, and
   * with `unanswered` if it may have been stored
   * @returns rejects immediately with `bad_message` or `message_too_long` if the text is invalid
   */
  send(text: string, { signal, ...options }: SendOptions<Extra> & WaitOptions = {}): Promise<Stored> {
    this.#typedAt = Number.NEGATIVE_INFINITY;
    const id = options.id ?? this.#engine.newId();
    if (signal?.aborted) return quietly(Promise.reject(new RoomError("discarded")));
    const sent = this.#command(() => newMessage(text, options as SendOptions), id);
    signal?.addEventListener("abort", () => this.#engine.batch(() => this.#engine.outbox.abandon(id)), { once: true });
    return sent;
  }

  /**
   * Uploads a file, for `send`. It is sent once: after a lost connection, call this again. Uploads that no message names within an
   * hour are deleted.
   *
   * @returns rejects with the server's code, such as `file_too_large`, with `http`, and with `discarded` if the `signal` aborts
   */
  upload(file: Blob, options: UploadOptions = {}): Promise<UploadedFile> {
    return onDemand((part) => part.upload(this.#engine, file, options));
  }

  /**
   * Asks for the room's upload limits. In a room that not everyone may read, the answer has a `pass` as well, without which the
   * files of messages can't be read: append it to their `url` as the parameter `pass`.
   *
   * @returns rejects with the server's code, or `http`
   */
  fileAccess(): Promise<FileAccess> {
    return onDemand((part) => part.fileAccess(this.#engine));
  }

  /** Edits one of the user's own messages. */
  edit(seq: number, text: string): Promise<Stored> {
    return this.#command(() => ({ type: "edit", target: seq, message: storedForm(text) }));
  }

  /** Deletes one of the user's own messages for good. Moderators can delete anyone's. */
  delete(seq: number): Promise<Stored> {
    return this.#command(() => ({ type: "delete", target: seq }));
  }

  /**
   * Reacts to a message.
   *
   * @param emoji one emoji
   * @param on `false` removes the reaction
   */
  react(seq: number, emoji: string, on = true): Promise<Stored> {
    return this.#command(() => ({ type: "reaction", target: seq, emoji, on }));
  }

  /** Adds this user's reaction to a loaded message, or removes it. */
  toggleReaction(seq: number, emoji: string): Promise<Stored> {
    const { messages, pending } = this.state;
    const isOn = findMessage(messages, seq)?.reactions?.some((reaction) => reaction.emoji === emoji && reaction.me);
    const before = pending.findLast(
      ({ command }) => command.type === "reaction" && command.target === seq && command.emoji === emoji,
    )?.command;
    return this.react(seq, emoji, !(before?.type === "reaction" ? before.on : isOn));
  }

  /**
   * Makes a reader a person, on the same connection (P3.37). What was sent before goes out then. After an error such as
   * `name_taken` or `blocked_word` the client is still a reader, and can try again.
   *
   * If the client already is a person, this changes the name, as `rename` does.
   *
   * @param username defaults as the option does
   * @returns the user. Rejects with the server's code, with `hello_again` while another call waits, and with `closed`
   */
  enter(username?: string): Promise<Member> {
    return onDemand((part) => part.enter(this.#engine, username));
  }

  /** Changes the user's display name. */
  rename(username: string): Promise<Stored> {
    return this.#command(() => ({ type: "rename", username }));
  }

  /**
   * Performs a moderation action (P9.3). Requests are queued in memory while offline. They are never sent twice: one that was
   * sent but not answered rejects with `unanswered`.
   *
   * @returns for `invite`, the invite with its secret, which can't be retrieved again; for `ban` and `mute` with `address`,
   * whether the room knew an address of the user. Rejects with the server's code
   */
  moderate(action: ModerationAction): Promise<ModerationOutcome> {
    const id = this.#engine.newId();
    return onDemand((part) => part.moderate(this.#engine, id, action));
  }

  /**
   * Signs this guest out everywhere else (P8.18): on their other connections, and with every token that the room issued before.
   * This client gets a new one. Queued as in `moderate`.
   *
   * @returns rejects with `not_allowed` for a user whom a site signed in
   */
  signOut(): Promise<void> {
    return this.#request({ type: "signOut" });
  }

  /**
   * Reports a message to the moderators (P9.10). Queued as in `moderate`.
   *
   * @param reason up to 200 characters on one line
   */
  report(seq: number, reason?: string): Promise<void> {
    return this.#request({ type: "report", target: seq, reason });
  }

  /**
   * Blocks a user for this user alone, or unblocks them: `state.blocked` has them, and their messages in `state` are
   * marked. Guests' blocks are kept in the storage, signed-in users' in the room. No one else learns of them.
   *
   * @returns rejects with `too_many` beyond 200; for signed-in users queued as in `moderate`
   */
  block(uid: string, on = true): Promise<void> {
    const { model } = this.#engine;
    if (model.blocks.areInRoom) {
      return this.#request({ type: "block", uid, on });
    }
    return this.#engine.batch(() => {
      model.touch();
      return quietly(model.blocks.block(uid, on));
    });
  }

  /**
   * Removes the link preview of one of the user's own messages, for everyone (P13.5). Moderators can remove anyone's. Queued as
   * in `moderate`.
   */
  removePreview(seq: number): Promise<void> {
    return this.#request({ type: "removePreview", target: seq });
  }

  /**
   * Makes this user an owner of the room (P9.2). Queued as in `moderate`.
   *
   * @param secret from an owner link, or the deployment's `OWNER_TOKEN`
   */
  claim(secret: string): Promise<void> {
    return this.#request({ type: "claim", secret });
  }

  /**
   * Downloads everything that the room stores about this user (P11.3), or as an owner the messages of the room (P17.6).
   *
   * @param room the file to make of its messages
   * @returns JSON lines, or a text of the format. Rejects with the server's code, or `http`
   */
  exportData(room?: RoomExport): Promise<string> {
    return onDemand((part) => part.requestPersonalData(this.#engine, "export", room));
  }

  /** Erases everything that the room stores about this user, for good (P11.3). Rejects as `exportData` does. */
  async eraseData(): Promise<void> {
    await onDemand((part) => part.requestPersonalData(this.#engine, "erase"));
  }

  /**
   * Requests a list that only moderators can see (P9.11). Queued as in `moderate`.
   *
   * @param before only items before this `entry` (or `report`)
   * @returns up to 50 items, newest first
   */
  list<What extends ListName>(what: What, before?: number): Promise<readonly ListItem<What>[]> {
    return this.#list({ what, before });
  }

  /**
   * Requests the users who reacted to a message with an emoji (P3.13). Queued as in `moderate`.
   *
   * @param before only reactions before this `seq`
   * @returns up to 50, newest first
   */
  reactors(seq: number, emoji: string, before?: number): Promise<readonly ReactorItem[]> {
    return this.#list({ what: "reactions", target: seq, emoji, before });
  }

  /**
   * Shows others that the user is typing. Call it on each keystroke; it is throttled, and does nothing while offline.
   *
   * @param isTyping false if the text is gone without having been sent
   */
  typing(isTyping = true): void {
    const now = this.#engine.clock.now();
    if (!isTyping) {
      if (this.#typedAt > Number.NEGATIVE_INFINITY) this.#sendNow({ type: "typing", ended: true });
      this.#typedAt = Number.NEGATIVE_INFINITY;
    } else if (now - this.#typedAt >= TYPING_EVERY_MS && this.#sendNow({ type: "typing" })) this.#typedAt = now;
  }

  /**
   * Tells the room how far the user has read, for their other devices (P3.42): it is in `state.readTo` there. Has no effect
   * for guests, who have no `state.readTo`, and while offline.
   *
   * This wakes a sleeping room. So call it rarely, and in the seconds after something arrived, or before the page closes.
   */
  read(seq: number): void {
    this.#sendNow({ type: "ack", seq, read: seq });
  }

  /**
   * Broadcasts an object of the application's own. It isn't stored, and is lost while offline.
   *
   * @returns whether the client is connected
   */
  broadcast(data: JsonObject): boolean {
    return this.#sendNow({ type: "cast", data });
  }

  /**
   * Loads a page of older messages over HTTP (P7.2), and prepends it to `state.messages` if it adjoins them.
   *
   * @param before only messages older than this `seq`; by default, older than all in `state`
   * @returns the page, oldest first, and whether there may be older ones. Rejects with `http`, `superseded` or `closed`
   */
  loadOlder(before?: number): Promise<OlderMessages<Extra>> {
    // The application vouches for its own fields.
    return onDemand((part) => part.loadOlder(this.#engine, before)) as Promise<unknown> as Promise<
      OlderMessages<Extra>
    >;
  }

  /**
   * Calls the room's HTTP API with the user's token: for webhooks and commands (P16), for example.
   *
   * @param path after `/api/rooms/<room>/`
   * @returns the answer's JSON. Rejects with the server's code, with `http`, or with `closed`
   */
  api(path: string, request?: ApiRequest): Promise<unknown> {
    return onDemand((part) => part.callApi(this.#engine, path, request));
  }

  /**
   * Searches the messages of the room (P14): words, `"a phrase"`, `-word`, `from:`, `before:`, `after:`, `has:link` and `has:file`.
   *
   * @returns a page of hits, the newest first. Rejects with `bad_query` if the query can't be read, with `not_found` if the
   * deployment has no search, and with `http`, `closed` or `discarded`
   */
  search(query: string, options?: SearchOptions): Promise<SearchResult<Extra>> {
    // The application vouches for its own fields.
    return onDemand((part) => part.search(this.#engine, query, options)) as Promise<unknown> as Promise<
      SearchResult<Extra>
    >;
  }

  /**
   * Loads older messages, page by page, until the one with this `seq` is in `state.messages`.
   *
   * @returns the message, or `undefined` if it doesn't exist. Rejects as `loadOlder` does
   */
  loadUntil(seq: number): Promise<Message<Extra> | undefined> {
    // The application vouches for its own fields.
    return onDemand((part) => part.loadUntil(this.#engine, seq)) as Promise<unknown> as Promise<
      Message<Extra> | undefined
    >;
  }

  /** Sends a failed command of `state.pending` again, after all others. */
  retry(id: string): Promise<Stored> {
    const { ending, outbox } = this.#engine;
    return this.#engine.batch(() =>
      ending.aborted ? quietly(Promise.reject(new RoomError("closed"))) : outbox.retry(id),
    );
  }

  /**
   * Removes a command from `state.pending` that failed or was never sent.
   *
   * @returns whether it was removed; a command that was sent may have been stored, so edit or delete the message instead
   */
  discard(id: string): boolean {
    return this.#engine.batch(() => this.#engine.outbox.discard(id));
  }

  /**
   * Tries another username if `state.status` is `refused`. Otherwise does nothing.
   *
   * @throws RoomError `bad_username`
   */
  retryAs(username: string): void {
    this.#engine.retryAs(username);
  }

  /** Opens the first socket, if the option `start` is `false`. Otherwise does nothing. */
  start(): void {
    this.#engine.start();
  }

  /** Reconnects at once, or checks that the connection still works. */
  wake(): void {
    this.#engine.wake();
  }

  /**
   * Leaves the room for good. Pending promises reject with `closed`; the outbox stays in the storage for the next
   * {@link connect}.
   */
  close(): void {
    this.#engine.close();
  }

  /** Closes the client: `using room = connect(…)`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #command(create: () => JsonObject, id = this.#engine.newId()): Promise<Stored> {
    return giveCommand(this.#engine, id, create);
  }

  /** @param fields of the command, without its id */
  #request(fields: RequestFields): Promise<void> {
    const id = this.#engine.newId();
    return onDemand(async (part) => void (await part.request(this.#engine, id, fields)));
  }

  /** @param fields of the command, without its type and id */
  #list<What extends ListAnswer["what"]>(fields: ListFields<What>): Promise<readonly ListItem<What>[]> {
    const id = this.#engine.newId();
    return onDemand((part) => part.list(this.#engine, id, fields));
  }

  #sendNow(object: JsonObject): boolean {
    return this.#engine.sendNow(JSON.stringify(object));
  }
}
