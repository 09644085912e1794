import type { FileStore, Place } from "./file-store.ts";
import { filesOf } from "./files-stub.ts";
import { ObjectFileStore } from "./object-file-store.ts";
import { R2FileStore } from "./r2-file-store.ts";

/** The store for new files: R2 if there is a bucket. */
export function storeOf(env: Env, room: string): { store: FileStore; place: Place } {
  const place = env.FILES === undefined ? "object" : "r2";
  return { store: storeAt(env, room, place), place };
}

/** @throws if the file is in R2, and there is no bucket any more */
export function storeAt(env: Env, room: string, place: Place): FileStore {
  if (place === "object") return new ObjectFileStore(filesOf({ env, room }));
  if (env.FILES === undefined) throw new Error("the file is in R2, and there is no bucket");
  return new R2FileStore(env.FILES, room);
}
