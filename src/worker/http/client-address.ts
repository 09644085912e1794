import { groupsOf, UNKNOWN_ADDRESS } from "../../room/limits/ip-network.ts";
import { isInRanges, type ProxyConfig } from "../config/proxy-config.ts";

/** Address and port of a socket: `192.0.2.1:5000` or `[2001:db8::1]:5000`. Some proxies name a client so too. */
const ENDPOINT = /^(?:\[(?<ipv6>[^\]]+)\]|(?<ipv4>[^:]+)):\d+$/;

/** The part of a request that has its origin. */
export interface IncomingRequest {
  readonly headers: Pick<Headers, "get">;
  /** Added by Cloudflare's network, or by workerd alone. */
  readonly cf?: object | undefined;
}

/**
 * The client's IP address, from the most trustworthy source (P1.8):
 *
 * - a proxy of the owner's, in the header that the owner chose;
 * - Cloudflare, in `CF-Connecting-IP`, which clients cannot set themselves there;
 * - otherwise the socket itself, and no header at all.
 *
 * @returns a valid address, {@link UNKNOWN_ADDRESS} if a proxy names none; `undefined` if no proxy could name one
 */
export function addressOf(request: IncomingRequest, { header, trusted }: ProxyConfig): string | undefined {
  const peer = peerOf(request);
  if (trusted === undefined) {
    return isOnCloudflare(request) ? valid(request.headers.get("cf-connecting-ip") ?? undefined) : peer;
  }
  // `wrangler dev` does not tell the peer; an owner who names a proxy has it listen to that proxy alone.
  if (trusted.length === 0 || (peer !== undefined && !isInRanges(peer, trusted))) return peer;
  const listed = (request.headers.get(header) ?? "").split(",").map((entry) => withoutPort(entry.trim()));
  // Each proxy adds the address that it saw at the end, so whatever stands before the first stranger was made up by them.
  const client = header === "x-forwarded-for" ? listed.findLast((entry) => !isInRanges(entry, trusted)) : listed[0];
  // Without a stranger in the list, it is a request of the proxy's own.
  return client === undefined ? peer : (valid(client) ?? UNKNOWN_ADDRESS);
}

/** Whether the request came through Cloudflare's network, which names the data center; workerd alone names its peer. */
function isOnCloudflare({ cf }: IncomingRequest): boolean {
  return cf !== undefined && "colo" in cf && !("clientIp" in cf);
}

/** The address at the other end of the socket, as workerd alone tells it. */
function peerOf({ cf }: IncomingRequest): string | undefined {
  const endpoint = cf !== undefined && "clientIp" in cf ? cf.clientIp : undefined;
  if (typeof endpoint !== "string") return undefined;
  return valid(withoutPort(endpoint));
}

/** The address of an endpoint; any other text as it is. */
function withoutPort(endpoint: string): string {
  const { ipv4, ipv6 } = ENDPOINT.exec(endpoint)?.groups ?? {};
  return ipv6 ?? ipv4 ?? endpoint;
}

function valid(address: string | undefined): string | undefined {
  return address !== undefined && groupsOf(address) !== undefined ? address : undefined;
}
