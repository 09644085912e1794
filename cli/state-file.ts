import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileStorage } from "../src/client/node/file-storage.ts";
import type { RoomStorage } from "../src/client/room-storage.ts";
import type { Target } from "./target.ts";

/**
 * Where a guest's identity and unsent messages are kept between two runs: a file per server, room and purpose, which only
 * its user can read.
 *
 * @param purpose tells programs apart that run at the same time, such as `chat`
 * @throws Error if the folder can't be written to
 */
export function stateOf({ room, url }: Target, purpose: string): RoomStorage {
  const { PARLEY_STATE, XDG_STATE_HOME } = process.env;
  const base = PARLEY_STATE || join(XDG_STATE_HOME || join(homedir(), ".local", "state"), "parley");
  // A colon can't be in a name on every system.
  const folder = join(base, encodeURIComponent(url.host).replaceAll("%3A", "_"), room);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return fileStorage(join(folder, `${encodeURIComponent(purpose)}.json`));
}

/**
 * The same without unsent messages: for a command that reports what it could not send, so that the next run must not send it.
 */
export function identityOf(target: Target, purpose: string): RoomStorage {
  const storage = stateOf(target, purpose);
  return {
    ...storage,
    set: (key, value) => {
      if (!key.includes("#outbox/")) storage.set(key, value);
    },
  };
}
