import type { OutgoingMessage } from "./outgoing-message.ts";

const DATABASE = "parley.files";
const STORE = "messages";

/**
 * Messages whose files are not uploaded yet, in IndexedDB, because `localStorage` holds no files. If the browser refuses, they live
 * as long as the page.
 */
export const keptMessages = {
  /** All of a room, oldest first. */
  async of(room: string): Promise<readonly OutgoingMessage[]> {
    const all: OutgoingMessage[] = (await use("readonly", (store) => store.getAll())) ?? [];
    return all.filter((one) => one.room === room).toSorted((one, other) => one.at - other.at);
  },
  get: (id: string): Promise<OutgoingMessage | undefined> => use("readonly", (store) => store.get(id)),
  put: (message: OutgoingMessage): Promise<unknown> => use("readwrite", (store) => store.put(message)),
  remove: (id: string): Promise<unknown> => use("readwrite", (store) => store.delete(id)),
};

/** Runs one request. @returns `undefined` if the browser refuses it, or its storage is full */
async function use<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
    const database = await result(opening);
    try {
      return await result(run(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
