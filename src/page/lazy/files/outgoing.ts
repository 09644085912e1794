import { RoomError, type SendOptions } from "../../../client/index.ts";
import { newId } from "../../../client/new-id.ts";
import type { Chat } from "../../model/chat.ts";
import { createStore } from "../../model/store.ts";
import type { View } from "../../model/view.ts";
import { keptMessages } from "./kept-messages.ts";
import {
  hasRoomFor,
  nextUpload,
  type OutgoingFile,
  type OutgoingMessage,
  type Progress,
  sentFiles,
  waitBeforeRetry,
} from "./outgoing-message.ts";

/** An outgoing message, and what it is doing. */
export interface OutgoingItem {
  readonly message: OutgoingMessage;
  readonly progress: Progress;
}

/** The code of the server for an upload that it has deleted meanwhile (P12). */
const UPLOAD_GONE = "no_file";

const instances = new WeakMap<Chat, OutgoingMessages>();

/** The outgoing messages of a room. */
export function outgoingOf(chat: Chat): OutgoingMessages {
  let outgoing = instances.get(chat);
  if (outgoing === undefined) {
    outgoing = new OutgoingMessages(chat);
    instances.set(chat, outgoing);
  }
  return outgoing;
}

/**
 * Uploads the files of messages, and then passes the messages to the client's outbox.
 *
 * Each message is kept in IndexedDB until the room has stored it, and its uploads are tried again after a lost connection and a
 * reload. A lock for each message keeps two tabs from sending the same one.
 */
export class OutgoingMessages {
  readonly #chat: Chat;
  readonly #store = createStore<readonly OutgoingItem[]>([]);
  /** Cancels the upload in progress, by the message's id. */
  readonly #uploads = new Map<string, AbortController>();

  constructor(chat: Chat) {
    this.#chat = chat;
    chat.subscribe(() => this.#dropStored(), new Set<keyof View>(["pending"]));
    void keptMessages.of(chat.view.room).then((kept) => {
      for (const { id } of kept) this.#withLock(id, () => this.#resume(id));
    });
  }

  get value(): readonly OutgoingItem[] {
    return this.#store.value;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  find(id: string): OutgoingItem | undefined {
    return this.value.find(({ message }) => message.id === id);
  }

  /**
   * Sends a message.
   *
   * @returns an error if too many wait already
   */
  send(text: string, options: SendOptions, files: readonly OutgoingFile[]): RoomError | undefined {
    const { room } = this.#chat.view;
    const message = { id: newId(), room, at: Date.now(), text, options, files, isHandedOver: false };
    const waiting = this.value.map((item) => item.message);
    if (!hasRoomFor(waiting, message)) return new RoomError("outbox_full");
    this.#add(message);
    this.#withLock(message.id, async () => {
      await keptMessages.put(message);
      await this.#run(message.id);
    });
    return undefined;
  }

  /** Tries a message again that has stopped. */
  retry(id: string): void {
    if (this.find(id)?.progress.error === undefined) return;
    this.#progress(id, {});
    this.#withLock(id, () => this.#run(id));
  }

  /** Removes a message that the outbox doesn't have yet. */
  discard(id: string): void {
    this.#store.set(this.value.filter(({ message }) => message.id !== id));
    this.#uploads.get(id)?.abort();
    void keptMessages.remove(id);
  }

  /** Removes a file. A message without files and text goes as well. */
  removeFile(id: string, key: string): void {
    const item = this.find(id);
    if (item === undefined) return;
    const files = item.message.files.filter((file) => file.key !== key);
    if (files.length === 0 && item.message.text === "") {
      this.discard(id);
      return;
    }
    this.#change(id, { files });
    if (item.progress.upload?.key === key) this.#uploads.get(id)?.abort();
    this.retry(id);
  }

  async #resume(id: string): Promise<void> {
    // Another tab may have sent it meanwhile.
    const message = await keptMessages.get(id);
    if (message === undefined || this.find(id) !== undefined) return;
    this.#add(message);
    if (message.isHandedOver) this.#dropStored();
    else await this.#run(id);
  }

  /** Uploads the rest, and passes the message on. */
  async #run(id: string): Promise<void> {
    let attempts = 0;
    for (;;) {
      await whenOnline(this.#chat);
      const message = this.find(id)?.message;
      if (message === undefined || message.isHandedOver) return;
      const file = nextUpload(message);
      if (file === undefined) {
        this.#handOver(message);
        return;
      }
      const error = await this.#upload(id, file);
      if (error === undefined) {
        attempts = 0;
        continue;
      }
      if (error.code === "discarded" || error.code === "closed") continue;
      attempts += 1;
      const wait = waitBeforeRetry(error, attempts);
      if (wait === undefined) {
        this.#progress(id, { error });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  async #upload(id: string, { blob, key, name }: OutgoingFile): Promise<RoomError | undefined> {
    const controller = new AbortController();
    this.#uploads.set(id, controller);
    const report = (part: number) => this.#progress(id, { upload: { key, part } });
    report(0);
    try {
      const stored = await this.#chat.room.upload(blob, { name, signal: controller.signal, onProgress: report });
      const files = this.find(id)?.message.files ?? [];
      this.#change(id, { files: files.map((file) => (file.key === key ? { ...file, id: stored.id } : file)) });
      return undefined;
    } catch (error) {
      return error instanceof RoomError ? error : new RoomError("http", undefined, { cause: error });
    } finally {
      this.#uploads.delete(id);
      this.#progress(id, {});
    }
  }

  #handOver(message: OutgoingMessage): void {
    const { id, options, text } = message;
    const { room } = this.#chat;
    const { pending } = room.state;
    const sent = room.send(text, { ...options, id, ...(message.files.length > 0 && { files: sentFiles(message) }) });
    if (room.state.pending === pending) {
      sent.catch((error: RoomError) => this.#progress(id, { error }));
      return;
    }
    this.#change(id, { isHandedOver: true });
    sent.catch((error: RoomError) => {
      if (error.code !== UPLOAD_GONE || !room.discard(id)) return;
      // Offline for longer than the room keeps an upload: again from the start.
      this.#add({ ...message, isHandedOver: false, files: message.files.map(({ id: _gone, ...file }) => file) });
      this.#withLock(id, () => this.#run(id));
    });
  }

  /** What the outbox had and has no more is stored, or was discarded there. */
  #dropStored(): void {
    const { pending } = this.#chat.room.state;
    for (const { message } of this.value) {
      if (message.isHandedOver && !pending.some(({ id }) => id === message.id)) this.discard(message.id);
    }
  }

  #add(message: OutgoingMessage): void {
    const others = this.value.filter((item) => item.message.id !== message.id);
    this.#store.set([...others, { message, progress: {} }]);
  }

  #change(id: string, change: Partial<OutgoingMessage>): void {
    this.#store.set(
      this.value.map((item) => (item.message.id === id ? { ...item, message: { ...item.message, ...change } } : item)),
    );
    const changed = this.find(id)?.message;
    if (changed !== undefined) void keptMessages.put(changed);
  }

  #progress(id: string, progress: Progress): void {
    this.#store.set(this.value.map((item) => (item.message.id === id ? { ...item, progress } : item)));
  }

  /** Runs it in one tab at a time. */
  #withLock(id: string, run: () => Promise<void>): void {
    // Missing outside of HTTPS, whatever the types say.
    const locks: LockManager | undefined = navigator.locks;
    void (locks === undefined ? run() : locks.request(`parley.files.${id}`, run));
  }
}

/** Resolves when the user is connected; at once if they are. Leaving and coming back is a way to be. */
function whenOnline(chat: Chat): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {};
    const look = () => {
      const { isReader, status } = chat.view;
      if (status.state !== "online" || isReader) return;
      stop();
      resolve();
    };
    stop = chat.subscribe(look, new Set<keyof View>(["status", "isReader"]));
    look();
  });
}
