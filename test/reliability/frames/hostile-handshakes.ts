import { upgradeRequest } from "../../support/web-socket-wire.ts";

export interface Handshake {
  readonly what: string;
  /** If there are two, the platform may accept what others reject; the result is then an ordinary plain socket. */
  readonly statuses: readonly number[];
  /** Returns the request for the URL of a room's socket. */
  readonly request: (url: string) => string;
}

const MIB = 1024 * 1024;
const EVIL = "https://evil.example";
const TLS_HELLO = Buffer.from("16030100a5010000a1", "hex").toString("latin1");

const withHeaders = (headers: Readonly<Record<string, string>>) => (url: string) => upgradeRequest(url, { headers });
/** Spells a header's name in two ways, so that it can appear twice. */
const withOrigins = (first: string | undefined, second: string | undefined) => (url: string) => {
  const { origin } = new URL(url);
  return upgradeRequest(url, { headers: { Origin: first ?? origin, origin: second ?? origin } });
};
const manyHeaders = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`X-${index}`, "x"]));

/** Requests that no browser sends, and the required response to each. */
export const HANDSHAKES: readonly Handshake[] = [
  { what: "a handshake without a key", statuses: [400], request: withHeaders({ "Sec-WebSocket-Key": "" }) },
  { what: "an invalid key", statuses: [101, 400], request: withHeaders({ "Sec-WebSocket-Key": "x" }) },
  { what: "another version", statuses: [426], request: withHeaders({ "Sec-WebSocket-Version": "12" }) },
  { what: "no version", statuses: [426], request: withHeaders({ "Sec-WebSocket-Version": "" }) },
  { what: "no upgrade", statuses: [426], request: withHeaders({ Upgrade: "" }) },
  { what: "an upgrade to something else", statuses: [426], request: withHeaders({ Upgrade: "h2c" }) },
  { what: "a POST", statuses: [405], request: (url) => upgradeRequest(url).replace("GET", "POST") },
  { what: "no host", statuses: [400], request: withHeaders({ Host: "" }) },
  { what: "P1.2 another site's Origin", statuses: [403], request: withHeaders({ Origin: EVIL }) },
  { what: "P1.2 an Origin followed by another", statuses: [403], request: withOrigins(undefined, EVIL) },
  { what: "P1.2 an Origin preceded by another", statuses: [403], request: withOrigins(EVIL, undefined) },
  { what: "P1.2 an Origin twice", statuses: [403], request: withOrigins(undefined, undefined) },
  {
    what: "P1.2 an unknown subprotocol",
    statuses: [400],
    request: withHeaders({ "Sec-WebSocket-Protocol": "soap" }),
  },
  { what: "a header of 1 MiB", statuses: [431], request: withHeaders({ "X-Long": "x".repeat(MIB) }) },
  { what: "a flood of 200,000 headers", statuses: [431], request: withHeaders(manyHeaders) },
  {
    what: "a URL of 100,000 characters",
    statuses: [414],
    request: (url) => upgradeRequest(url + "x".repeat(100_000)),
  },
  {
    what: "P1.1 an invalid room name",
    statuses: [404],
    request: (url) => upgradeRequest(url.replace(/[^/]+$/, "..%2fx")),
  },
  { what: "NUL in a header", statuses: [400], request: withHeaders({ "X-Nul": "a\0b" }) },
  { what: "a space in a header's name", statuses: [400], request: withHeaders({ "X Space": "x" }) },
  {
    what: "a body with both a length and chunks",
    statuses: [101, 400],
    request: withHeaders({ "Content-Length": "5", "Transfer-Encoding": "chunked" }),
  },
  { what: "a TLS hello", statuses: [400], request: () => `${TLS_HELLO}\r\n\r\n` },
  { what: "another protocol", statuses: [400], request: () => "HELO chat.example\r\n\r\n" },
];
