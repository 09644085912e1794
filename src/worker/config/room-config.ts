import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { ConfigError } from "../base/config-error.ts";
import { readNumber } from "./read-number.ts";
import type { Variables } from "./variables.ts";

/** Rooms that one address may make in an hour, unless `MAX_ROOMS_PER_ADDRESS` says otherwise. */
const ROOMS_PER_ADDRESS = 20;

/** Most rooms per address and hour that can be set; it means "unlimited". */
const UNLIMITED_ROOMS = 1_000_000;

/** Most days that can be set: a century. */
const MAX_IDLE_DAYS = 36_500;

/** Bytes at which a room stores no more: an object holds 10 GB, and deleting and pruning need some of them. */
const ROOM_BYTES = 9_500_000_000;

/** Smallest value of `MAX_ROOM_BYTES`; a room's empty tables are smaller. */
const MIN_ROOM_BYTES = 1_000_000;

const ACCESS = ["open", "listed", "claimed"] as const;

/** Which rooms there are (P1.6): any, those on a list, or those that an owner made. */
export type RoomAccess = (typeof ACCESS)[number];

/** Which rooms there are, how large they get, and for how long they stay. */
export interface RoomConfig {
  readonly access: RoomAccess;
  /** The rooms of a list, by name in lower case. */
  readonly names: ReadonlySet<string>;
  /** Rooms that one address may make in an hour. */
  readonly perAddress: number;
  /** Days after its newest event when a room deletes itself (P1.7). Absent: never. */
  readonly idleDays?: number;
  /** Bytes at which a room stores no more (P4.7). */
  readonly maxBytes: number;
}

/** @throws ConfigError */
export function readRoomConfig(env: Variables): RoomConfig {
  const access = readAccess(env.ROOMS);
  const names = readNames(env.ROOM_NAMES);
  if (access === "listed" && names.size === 0) {
    throw new ConfigError('Invalid ROOM_NAMES: with ROOMS = "listed", name at least one room.');
  }
  const idleDays = readNumber(env, "ROOM_IDLE_DAYS", 1, MAX_IDLE_DAYS);
  return {
    access,
    names,
    perAddress: readNumber(env, "MAX_ROOMS_PER_ADDRESS", 1, UNLIMITED_ROOMS) ?? ROOMS_PER_ADDRESS,
    maxBytes: readNumber(env, "MAX_ROOM_BYTES", MIN_ROOM_BYTES, ROOM_BYTES) ?? ROOM_BYTES,
    ...(idleDays === undefined ? {} : { idleDays }),
  };
}

function readAccess(value = ""): RoomAccess {
  if (value === "") return "open";
  const access = ACCESS.find((one) => one === value);
  if (access === undefined) {
    throw new ConfigError(`Invalid ROOMS: expected "open", "listed" or "claimed", got "${value}".`);
  }
  return access;
}

function readNames(list = ""): ReadonlySet<string> {
  const entries = list.split(",").map((entry) => entry.trim());
  return new Set(
    entries
      .filter((entry) => entry !== "")
      .map((entry) => {
        const name = normalizeRoomName(entry);
        if (name === undefined) {
          throw new ConfigError(`Invalid ROOM_NAMES: expected room names separated by commas, got "${entry}".`);
        }
        return name;
      }),
  );
}
