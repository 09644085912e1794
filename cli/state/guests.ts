import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import type { RoomStorage } from "../../src/client/room-storage.ts";
import { normalizeUsername } from "../../src/protocol/normalize-name.ts";
import type { Target } from "../target.ts";
import { folderStorage } from "./folder-storage.ts";

/** The end of the client's key for who a person is. */
const IDENTITY = "#identity";

const Identity = v.object({ username: v.string() });

/** Folders that no guest has: their names are no hashes. */
const SIGNED_IN = "signed-in";
const LAST = "last";
const LAST_KEY = "guest";

/** Digits of the hash of a name. */
const NAME_DIGITS = 32;

/** A guest of a room, and what this machine keeps of them: who they are, and what they could not send yet. */
export interface Guest {
  /** The name of the folder. */
  readonly id: string;
  readonly storage: RoomStorage;
}

/** The guests of a room whom this machine knows. Each has one state, whichever commands they use. */
export class Guests {
  readonly #folder: string;

  constructor({ room, url }: Target) {
    const { PARLEY_STATE, XDG_STATE_HOME } = process.env;
    const base = PARLEY_STATE || join(XDG_STATE_HOME || join(homedir(), ".local", "state"), "parley");
    // A colon can't be in a name on every system.
    this.#folder = join(base, encodeURIComponent(url.host).replaceAll("%3A", "_"), room);
  }

  /**
   * The guest who has a name now, or a new one.
   *
   * @param name `undefined` for the one whom the room named
   * @throws Error of the system
   */
  named(name: string | undefined): Guest {
    const present = name === undefined ? undefined : this.#all().find(({ storage }) => isNamed(storage, name));
    if (present !== undefined) return present;
    for (let number = 1; ; number += 1) {
      const guest = this.#guest(idOf(name, number));
      // Someone who had this name before has another one now.
      if (name === undefined || !isKnown(guest.storage)) return guest;
    }
  }

  /** The last one who chatted, if the room knows them. */
  last(): Guest | undefined {
    const id = this.#open(LAST).get(LAST_KEY);
    const guest = id === undefined ? undefined : this.#guest(id);
    return guest !== undefined && isKnown(guest.storage) ? guest : undefined;
  }

  /** Remembers the one who chats. */
  setLast({ id }: Guest): void {
    this.#open(LAST).set(LAST_KEY, id);
  }

  /** The state of those who have a token. */
  signedIn(): RoomStorage {
    return this.#open(SIGNED_IN);
  }

  #all(): Guest[] {
    return foldersIn(this.#folder)
      .filter((name) => /^[0-9a-f]+$/.test(name))
      .map((id) => this.#guest(id));
  }

  #guest(id: string): Guest {
    return { id, storage: this.#open(id) };
  }

  #open(name: string): RoomStorage {
    return folderStorage(join(this.#folder, name));
  }
}

/** Whether the state is that of a guest whom the room knows. */
export function isKnown(storage: RoomStorage): boolean {
  return usernameIn(storage) !== undefined;
}

/**
 * The same state without unsent messages: for a command that reports what it could not send, so that neither the next run nor a chat
 * sends it, and that sends nothing of a chat.
 */
export function withoutOutbox(storage: RoomStorage): RoomStorage {
  const isOutbox = (key: string) => key.includes("#outbox/");
  return {
    ...storage,
    set: (key, value) => {
      if (!isOutbox(key)) storage.set(key, value);
    },
    keys: () => [...storage.keys()].filter((key) => !isOutbox(key)),
  };
}

function idOf(name: string | undefined, number: number): string {
  const text = `${name === undefined ? "" : comparable(name)}\n${number}`;
  return createHash("sha256").update(text).digest("hex").slice(0, NAME_DIGITS);
}

function isNamed(storage: RoomStorage, name: string): boolean {
  const username = usernameIn(storage);
  return username !== undefined && comparable(username) === comparable(name);
}

function comparable(name: string): string {
  return (normalizeUsername(name) ?? name).toLowerCase();
}

function usernameIn(storage: RoomStorage): string | undefined {
  const key = [...storage.keys()].find((one) => one.endsWith(IDENTITY));
  const text = key === undefined ? undefined : storage.get(key);
  const identity = text === undefined ? undefined : v.safeParse(Identity, JSON.parse(text));
  return identity?.success ? identity.output.username : undefined;
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
