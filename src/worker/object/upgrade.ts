import * as v from "valibot";
import { MAX_HISTORY } from "../../protocol/limits.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { jsonError } from "../base/json-error.ts";
import { IdentitySchema } from "../identity/identity-schema.ts";

/** A requester that the Worker has authenticated. */
const RequesterSchema: v.GenericSchema<unknown, Requester> = v.variant("type", [
  v.object({ type: v.literal("anonymous") }),
  v.object({ type: v.literal("owner"), name: v.exactOptional(v.string()) }),
  v.object({ type: v.literal("signedIn"), identity: IdentitySchema }),
  v.object({ type: v.literal("guest"), token: v.string() }),
  v.object({ type: v.literal("bot"), token: v.string() }),
]);

const WholeNumber = v.pipe(v.string(), v.digits(), v.transform(Number));

/**
 * The Worker's verdict on a socket, for the room's object. It travels as the query of an internal request, which no one
 * outside can send.
 */
const UpgradeRequest = v.object({
  dialect: v.picklist(["plain", "v1"]),
  /** Messages to replay before the socket's own "connected" (P2.5). */
  history: v.pipe(WholeNumber, v.maxValue(MAX_HISTORY)),
  /** The peer's address, which the room hashes with a key (P5.6); absent if unknown. */
  address: v.exactOptional(v.string()),
  /** Names the counter of rooms that this address makes (P1.6); absent if they are not counted. */
  allowance: v.exactOptional(v.string()),
  /** Whether this socket may make the room if it has no tables yet (P1.6). */
  mayMake: v.pipe(
    v.picklist(["yes", "no"]),
    v.transform((answer) => answer === "yes"),
  ),
  /** Host name by which the client reached the Worker. */
  host: v.exactOptional(v.string()),
  /** Hash of the peer's network for bans across all rooms (P9.16), if they are on. */
  network: v.exactOptional(v.string()),
  /** Verified identity from a gateway's token (P8.7). */
  identity: v.exactOptional(v.pipe(v.string(), v.parseJson(), IdentitySchema)),
  /** Sender of the HTTP request for which this socket reads (P7.16). */
  requester: v.exactOptional(v.pipe(v.string(), v.parseJson(), RequesterSchema)),
});

export type UpgradeRequest = v.InferOutput<typeof UpgradeRequest>;

/** Encodes the internal request that hands a socket to its room. */
export function encodeUpgrade(upgrade: UpgradeRequest): Request {
  const { address, allowance, dialect, history, host, identity, mayMake, network, requester } = upgrade;
  const url = new URL("https://room.internal/");
  url.searchParams.set("dialect", dialect);
  url.searchParams.set("history", String(history));
  url.searchParams.set("mayMake", mayMake ? "yes" : "no");
  if (allowance !== undefined) url.searchParams.set("allowance", allowance);
  if (address !== undefined) url.searchParams.set("address", address);
  if (host !== undefined) url.searchParams.set("host", host);
  if (network !== undefined) url.searchParams.set("network", network);
  if (identity !== undefined) url.searchParams.set("identity", JSON.stringify(identity));
  if (requester !== undefined) url.searchParams.set("requester", JSON.stringify(requester));
  return new Request(url, { headers: { upgrade: "websocket" } });
}

/**
 * Decodes that request, in the room's object. Fields of a newer release are left out.
 *
 * @returns `undefined` if a value means nothing to this release
 */
export function decodeUpgrade(request: Request): UpgradeRequest | undefined {
  const upgrade = v.safeParse(UpgradeRequest, Object.fromEntries(new URL(request.url).searchParams));
  return upgrade.success ? upgrade.output : undefined;
}

/** The response to a client whose socket the room does not admit (P5.3, P5.4, P9.5). */
export function refuse({ code, retryAfter = 0 }: Refusal): Response {
  switch (code) {
    case "room_full":
      return jsonError(code, 503);
    case "too_many_sockets":
      return jsonError(code, 429);
    case "rate_limited":
      return jsonError(code, 429, { "retry-after": String(Math.ceil(retryAfter / 1_000)) });
    default:
      return jsonError(code, 403);
  }
}
