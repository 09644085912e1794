import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { networkOf } from "../../room/limits/ip-network.ts";
import { logFailure } from "../base/logger.ts";
import type { Config } from "../config/config.ts";
import { objectOf } from "../config/located-objects.ts";

/** Milliseconds after which a list of bans is read again. A person who is banned is out within twice that time. */
const LIST_MS = 2 * 60 * 1_000;

/** Length of a truncated network hash, in bytes. 128 bits make collisions negligible. */
const HASH_BYTES = 16;

/** A ban across all rooms of the deployment (P9.16). */
export interface DeploymentBan {
  /** The `uid` of a signed-in person, or the keyed hash of a network. */
  readonly key: string;
  readonly kind: "uid" | "network";
  /** When it was imposed, in milliseconds since 1970. */
  readonly at: number;
  /** When it ends, in milliseconds since 1970; absent for a permanent ban. */
  readonly until?: number;
  readonly reason?: string;
}

/** What the deployment's object is asked. */
export interface DeploymentRpc {
  bans(): Promise<DeploymentBan[]>;
  ban(bans: readonly DeploymentBan[]): Promise<boolean>;
  lift(key: string): Promise<boolean>;
}

/** The one object of the deployment. */
export function deploymentOf(env: Env): DeploymentRpc {
  return objectOf(env.DEPLOYMENT, "deployment", env);
}

/**
 * Hashes a network for the whole deployment. The key is derived from `OWNER_TOKEN`, so there is none to store, and a new token
 * ends the bans of networks.
 *
 * @returns `undefined` if bans are off, or for an address without a network (P5.6)
 */
export function networkKey(
  address: string | undefined,
  { deploymentBans, ownerToken }: Pick<Config, "deploymentBans" | "ownerToken">,
): string | undefined {
  const network = address === undefined ? undefined : networkOf(address);
  if (!deploymentBans || ownerToken === undefined || network === undefined) return undefined;
  const text = utf8ToBytes(["network", network].join("\0"));
  return bytesToHex(hmac(sha256, utf8ToBytes(ownerToken), text).subarray(0, HASH_BYTES));
}

/** The last list that this isolate has read. Not its promise: one request may not wait for the I/O of another. */
let last: { readonly readAt: number; readonly bans: readonly DeploymentBan[] } | undefined;

/** Forgets the list, so that the next question reads it again. */
export function forgetBans(): void {
  last = undefined;
}

/**
 * Finds the ban of a person or their network. Reads the list at most once in two minutes per isolate. If it cannot be read,
 * the last one counts: a room that works matters more.
 *
 * @param keys `uid` and network of the person
 */
export async function deploymentBan(
  env: Env,
  { deploymentBans }: Pick<Config, "deploymentBans">,
  keys: readonly (string | undefined)[],
): Promise<DeploymentBan | undefined> {
  if (!deploymentBans || keys.every((key) => key === undefined)) return undefined;
  return findBan(await readBans(env), keys, Date.now());
}

/** The bans, from memory if they were read a short while ago. Never rejects. */
export async function readBans(env: Env): Promise<readonly DeploymentBan[]> {
  const now = Date.now();
  if (last !== undefined && now - last.readAt < LIST_MS) return last.bans;
  try {
    const bans = await deploymentOf(env).bans();
    last = { readAt: now, bans };
    return bans;
  } catch (error) {
    logFailure("bans_unavailable", error);
    return last?.bans ?? [];
  }
}

/** @param now milliseconds since 1970 */
export function findBan(
  bans: readonly DeploymentBan[],
  keys: readonly (string | undefined)[],
  now: number,
): DeploymentBan | undefined {
  return bans.find(({ key, until = Number.POSITIVE_INFINITY }) => until > now && keys.includes(key));
}
