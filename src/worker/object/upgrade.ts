import * as v from "valibot";
import { MAX_HISTORY } from "../../protocol/limits.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { IdentitySchema } from "../identity/identity-schema.ts";
import { jsonError } from "../json-error.ts";

const WholeNumber = v.pipe(v.string(), v.digits(), v.transform(Number));

/**
 * What the Worker has settled about a socket before its room sees it. It crosses to the object as the query of an
 * inner request, which no one outside can send.
 */
const UpgradeRequest = v.object({
  dialect: v.picklist(["plain", "v1"]),
  /** Messages wanted before the socket's own "connected" (P2.5). */
  history: v.pipe(WholeNumber, v.maxValue(MAX_HISTORY)),
  /** The peer's address, which the room turns into a keyed hash (P5.6); absent where the platform tells none. */
  address: v.exactOptional(v.string()),
  /** The host name by which the client reached the Worker. */
  host: v.exactOptional(v.string()),
  /** Who a gateway's token says this is, verified (P8.7). */
  identity: v.exactOptional(v.pipe(v.string(), v.parseJson(), IdentitySchema)),
});

export type UpgradeRequest = v.InferOutput<typeof UpgradeRequest>;

/** The inner request with which the Worker hands a socket to its room. */
export function encodeUpgrade({ address, dialect, history, host, identity }: UpgradeRequest): Request {
  const url = new URL("https://room.internal/");
  url.searchParams.set("dialect", dialect);
  url.searchParams.set("history", String(history));
  if (address !== undefined) url.searchParams.set("address", address);
  if (host !== undefined) url.searchParams.set("host", host);
  if (identity !== undefined) url.searchParams.set("identity", JSON.stringify(identity));
  return new Request(url, { headers: { upgrade: "websocket" } });
}

/**
 * Reads that request again, in the room.
 *
 * @throws ValiError where it is not one that `admissionRequest` made
 */
export function decodeUpgrade(request: Request): UpgradeRequest {
  return v.parse(UpgradeRequest, Object.fromEntries(new URL(request.url).searchParams));
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
