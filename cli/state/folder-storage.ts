import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RoomStorage } from "../../src/client/room-storage.ts";

/** The end of an item's name. */
const ITEM = ".json";

/**
 * Keeps items in a folder, which only its user can read. Each item is a file, written as a whole: programs that run at the
 * same time see each other's changes and overwrite none of them, as the tabs of a browser do.
 *
 * @throws Error of the system if the folder can't be made; later, if it can't be read or written to
 */
export function folderStorage(folder: string): RoomStorage {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Keys have addresses in them, which are no names of files.
  const pathOf = (key: string) => join(folder, createHash("sha256").update(key).digest("hex") + ITEM);
  const get = (key: string) => readItem(pathOf(key))?.value;
  return {
    get,
    set(key, value) {
      if (get(key) === value) return;
      const path = pathOf(key);
      const next = `${path}.${process.pid}`;
      writeFileSync(next, JSON.stringify({ key, value }), { mode: 0o600 });
      renameSync(next, path);
    },
    delete: (key) => rmSync(pathOf(key), { force: true }),
    keys: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith(ITEM))
        .flatMap((name) => readItem(join(folder, name))?.key ?? []),
  };
}

/** @returns `undefined` if there is none, or another program has just deleted it */
function readItem(path: string): { readonly key: string; readonly value: string } | undefined {
  try {
    const item: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof item !== "object" || item === null || !("key" in item) || !("value" in item)) return undefined;
    const { key, value } = item;
    return typeof key === "string" && typeof value === "string" ? { key, value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
