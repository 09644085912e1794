import type { FileAccess } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";

/** Milliseconds for which an answer is used: the setting may change. */
const USED_FOR_MS = 60_000;

interface Known {
  readonly at: number;
  readonly access: Promise<FileAccess | undefined>;
}

const known = new WeakMap<Chat, Known>();

/** The limits of uploads, and the pass for reading, of a room; `undefined` if it can't be asked. */
export function accessOf(chat: Chat): Promise<FileAccess | undefined> {
  const last = known.get(chat);
  if (last !== undefined && Date.now() - last.at < USED_FOR_MS) return last.access;
  const access = chat.room.fileAccess().catch(() => undefined);
  known.set(chat, { at: Date.now(), access });
  return access;
}

/** The address of a file, with a pass if its room needs one (P12.11). */
export function withPass(url: string, pass: string | undefined): string {
  return pass === undefined || pass === "" ? url : `${url}?pass=${encodeURIComponent(pass)}`;
}
