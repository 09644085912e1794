import type { ByteRange, FileStore } from "./file-store.ts";
import type { FilesStub } from "./files-object.ts";

/** The files in the SQLite of a room's `Files` object, from outside of it. */
export class ObjectFileStore implements FileStore {
  readonly #stub: FilesStub;

  constructor(stub: FilesStub) {
    this.#stub = stub;
  }

  async write(id: string, bytes: ReadableStream<Uint8Array>): Promise<number> {
    const response = await this.#stub.fetch(`https://files/${id}`, { method: "PUT", body: bytes });
    if (!response.ok) throw new Error("the file could not be stored");
    return Number(await response.text());
  }

  async read(id: string, { end, start }: ByteRange): Promise<ReadableStream<Uint8Array>> {
    const { body, ok } = await this.#stub.fetch(`https://files/${id}?start=${start}&end=${end}`);
    if (!ok || body === null) throw new Error("there is no such file");
    return body;
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.#stub.remove(ids);
  }
}
