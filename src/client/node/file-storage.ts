import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { RoomStorage } from "../room-storage.ts";

/**
 * Keeps a program's identity and its unsent messages in a JSON file, so that its next run is the same user. The file contains a
 * token: only the owner of the process can read it. Give each process a file of its own.
 *
 * Each change replaces the file as a whole, so that a crash leaves either the old one or the new one.
 *
 * @throws if the file exists but can't be read, or isn't what an earlier run wrote
 */
export function fileStorage(path: string): RoomStorage {
  const items = read(path);
  const save = () => {
    const next = `${path}.tmp`;
    writeFileSync(next, JSON.stringify(Object.fromEntries(items)), { mode: 0o600 });
    renameSync(next, path);
  };
  return {
    get: (key) => items.get(key),
    keys: () => items.keys(),
    set(key, value) {
      if (items.get(key) === value) return;
      items.set(key, value);
      save();
    },
    delete(key) {
      if (items.delete(key)) save();
    },
  };
}

function read(path: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Map();
    throw error;
  }
  const items: unknown = JSON.parse(text);
  if (typeof items !== "object" || items === null || !Object.values(items).every((item) => typeof item === "string")) {
    throw new TypeError(`Not a file of fileStorage: ${path}`);
  }
  return new Map(Object.entries(items));
}
