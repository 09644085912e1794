import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { FileConfig } from "../../worker/config/file-config.ts";
import type { FileStore } from "./file-store.ts";
import type { Inspected } from "./inspect/inspect.ts";
import { base64Url } from "./stored-file.ts";

/** Type, size and hash of a file, by the bytes that were stored. */
export interface Received extends Inspected {
  readonly size: number;
  readonly hash: string;
}

/**
 * Stores a file while it streams in, without its metadata (P12.9). Nothing is stored of a file whose first bytes show that
 * it is not accepted.
 *
 * @param declared the sender's `content-type`
 * @returns an error code if it was rejected; the stored part is to be deleted then
 */
export async function receive(
  store: FileStore,
  id: string,
  body: ReadableStream<Uint8Array>,
  config: Pick<FileConfig, "maxBytes" | "types">,
  declared: string | undefined,
): Promise<Received | ErrorCode> {
  const { DamagedFile, FileTooLarge, inspect, UnacceptedType } = await import("./inspect/inspect.ts");
  const target = new Target(store, id);
  try {
    const inspected = await inspect(body, (bytes) => target.write(bytes), config, declared);
    return { ...inspected, ...(await target.close()) };
  } catch (error) {
    await target.abort();
    if (error instanceof FileTooLarge) return "file_too_large";
    if (error instanceof DamagedFile || error instanceof UnacceptedType) return "file_type";
    throw error;
  }
}

/** A file that is being stored, and its hash. The store hears of it with its first bytes. */
class Target {
  readonly #store: FileStore;
  readonly #id: string;
  readonly #digest = new crypto.DigestStream("SHA-256");
  readonly #hasher = this.#digest.getWriter();
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #written: Promise<number> | undefined;
  #size = 0;

  constructor(store: FileStore, id: string) {
    this.#store = store;
    this.#id = id;
    // It fails if the upload does, and then no one asks for it.
    this.#digest.digest.catch(() => {});
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.#size += bytes.length;
    await Promise.all([this.#open().write(bytes), this.#hasher.write(bytes)]);
  }

  /** @throws if the store has not stored every byte */
  async close(): Promise<{ size: number; hash: string }> {
    await this.#open().close();
    if ((await this.#written) !== this.#size) throw new Error("the file was not stored as a whole");
    await this.#hasher.close();
    return { size: this.#size, hash: base64Url(new Uint8Array(await this.#digest.digest)) };
  }

  /** Ends the upload. It is in no index, so it needs no more than to be deleted. */
  async abort(): Promise<void> {
    await this.#hasher.abort().catch(() => {});
    await this.#writer?.close().catch(() => {});
    await this.#written?.catch(() => {});
  }

  #open(): WritableStreamDefaultWriter<Uint8Array> {
    if (this.#writer !== undefined) return this.#writer;
    const { readable, writable } = new IdentityTransformStream();
    this.#writer = writable.getWriter();
    this.#written = this.#store.write(this.#id, readable);
    // `close` waits for it, and a failure ends the writer as well.
    this.#written.catch((error) => this.#writer?.abort(error).catch(() => {}));
    return this.#writer;
  }
}
