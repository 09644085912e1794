import { normalizeUsername } from "../../protocol/normalize-name.ts";
import { keepItem, recallItem } from "../model/persisted-store.ts";

const KEY = "parley.name";

/** The name of the last visit, if the browser kept it and it is still valid. */
export function recallName(): string | undefined {
  return normalizeUsername(recallItem(KEY) ?? "");
}

export function rememberName(name: string): void {
  keepItem(KEY, name);
}
