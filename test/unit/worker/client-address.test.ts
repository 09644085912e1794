import { describe, expect, test } from "vitest";
import { readProxyConfig } from "../../../src/worker/config/proxy-config.ts";
import { addressOf, type IncomingRequest } from "../../../src/worker/http/client-address.ts";

/** A request as the Worker sees it. */
function request(headers: Record<string, string>, cf?: IncomingRequest["cf"]): IncomingRequest {
  return { headers: new Headers(headers), cf };
}

function addressIn(
  vars: { TRUSTED_PROXY?: string; TRUSTED_PROXY_HEADER?: string },
  ...sent: Parameters<typeof request>
) {
  return addressOf(request(...sent), readProxyConfig(vars));
}

const CLOUDFLARE = { colo: "AMS" };
const peer = (endpoint: string) => ({ clientIp: endpoint });
const FORGED = { "cf-connecting-ip": "9.9.9.9", "x-forwarded-for": "9.9.9.9", "x-real-ip": "9.9.9.9" };

describe("P1.8 a client's address comes from whoever knows it", () => {
  test.each([
    ["Cloudflare names it", {}, { "cf-connecting-ip": "203.0.113.7" }, CLOUDFLARE, "203.0.113.7"],
    ["Cloudflare names an IPv6 address", {}, { "cf-connecting-ip": "2001:db8::1" }, CLOUDFLARE, "2001:db8::1"],
    [
      "a client behind Cloudflare forges the others",
      {},
      { ...FORGED, "cf-connecting-ip": "203.0.113.7" },
      CLOUDFLARE,
      "203.0.113.7",
    ],
    ["a value that is no address", {}, { "cf-connecting-ip": "<script>" }, CLOUDFLARE, undefined],
    ["workerd alone, with nothing forged", {}, {}, peer("203.0.113.7:5000"), "203.0.113.7"],
    ["workerd alone, with forged headers", {}, FORGED, peer("203.0.113.7:5000"), "203.0.113.7"],
    ["workerd alone, IPv6", {}, FORGED, peer("[2001:db8::5]:5000"), "2001:db8::5"],
    [
      "a cf that only looks like Cloudflare's",
      {},
      FORGED,
      { ...CLOUDFLARE, ...peer("203.0.113.7:5000") },
      "203.0.113.7",
    ],
    ["nobody knows", {}, FORGED, undefined, undefined],
    ["no header is believed", { TRUSTED_PROXY: "none" }, FORGED, CLOUDFLARE, undefined],
    [
      "no header is believed, and the peer is known",
      { TRUSTED_PROXY: "none" },
      FORGED,
      peer("203.0.113.7:1"),
      "203.0.113.7",
    ],
    [
      "the proxy names it",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      { "x-forwarded-for": "203.0.113.7" },
      peer("10.1.2.3:80"),
      "203.0.113.7",
    ],
    [
      "a client sends a list of its own first",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      { "x-forwarded-for": "9.9.9.9, 203.0.113.7" },
      peer("10.1.2.3:80"),
      "203.0.113.7",
    ],
    [
      "the proxy names it with its port",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      { "x-forwarded-for": "9.9.9.9, 203.0.113.7:1234, 10.9.9.9:80" },
      peer("10.1.2.3:80"),
      "203.0.113.7",
    ],
    [
      "the proxy names an IPv6 address with its port",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      { "x-forwarded-for": "[2001:db8::1]:1234" },
      peer("10.1.2.3:80"),
      "2001:db8::1",
    ],
    [
      "two proxies in a row",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      { "x-forwarded-for": "9.9.9.9, 203.0.113.7, 10.9.9.9" },
      peer("10.1.2.3:80"),
      "203.0.113.7",
    ],
    [
      "a client ends its list with a proxy's address",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      { "x-forwarded-for": "10.9.9.9" },
      peer("10.1.2.3:80"),
      "10.1.2.3",
    ],
    [
      "rubbish at the end of the list",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      { "x-forwarded-for": "9.9.9.9, unknown" },
      peer("10.1.2.3:80"),
      "::",
    ],
    ["the proxy says nothing", { TRUSTED_PROXY: "10.0.0.0/8" }, {}, peer("10.1.2.3:80"), "::"],
    [
      "a stranger comes past the proxy",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      FORGED,
      peer("198.51.100.1:80"),
      "198.51.100.1",
    ],
    [
      "the header that was not chosen",
      { TRUSTED_PROXY: "127.0.0.1" },
      { "cf-connecting-ip": "9.9.9.9" },
      peer("127.0.0.1:80"),
      "::",
    ],
    [
      "the header that was chosen",
      { TRUSTED_PROXY: "127.0.0.1", TRUSTED_PROXY_HEADER: "cf-connecting-ip" },
      { ...FORGED, "cf-connecting-ip": "203.0.113.7" },
      peer("127.0.0.1:80"),
      "203.0.113.7",
    ],
    [
      "an IPv6 network of proxies",
      { TRUSTED_PROXY: "192.0.2.1, fd00::/8" },
      { "x-forwarded-for": "203.0.113.7" },
      peer("[fd12::9]:80"),
      "203.0.113.7",
    ],
    [
      "an IPv4 proxy at an IPv6 socket",
      { TRUSTED_PROXY: "10.0.0.0/8" },
      { "x-forwarded-for": "203.0.113.7" },
      peer("[::ffff:10.0.0.1]:80"),
      "203.0.113.7",
    ],
    [
      "a proxy whose peer is not shown",
      { TRUSTED_PROXY: "127.0.0.1" },
      { "x-forwarded-for": "203.0.113.7" },
      CLOUDFLARE,
      "203.0.113.7",
    ],
  ])("%s", (_case, vars, headers, cf, expected) => {
    expect(addressIn(vars, headers as Record<string, string>, cf)).toBe(expected);
  });
});

test.each(["10.0.0.0/33", "10.0.0", "proxy.example", "10.0.0.0/8/8", "10.0.0.0/", "fd00::/129", "none, 10.0.0.1"])(
  "P1.8 the trusted proxy %s is refused",
  (value) => {
    expect(() => readProxyConfig({ TRUSTED_PROXY: value })).toThrow(/^Invalid TRUSTED_PROXY: /);
  },
);
