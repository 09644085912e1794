import { describe, expect, test } from "vitest";
import { networkOf } from "../../../src/room/limits/ip-network.ts";

describe("P5.6 the network of an address", () => {
  test.each([
    ["an IPv4 address is itself", "203.0.113.7", "203.0.113.7"],
    ["an IPv4 address written as one of IPv6 is that address", "::ffff:203.0.113.7", "203.0.113.7"],
    ["the same in hexadecimal", "::FFFF:cb00:7107", "203.0.113.7"],
    ["the same in full", "0:0:0:0:0:ffff:cb00:7107", "203.0.113.7"],
    ["an IPv6 address is its first 64 bits", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["with any other half", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"],
    ["in any notation", "2001:0DB8:0001:0002::", "2001:db8:1:2::/64"],
    ["omitted zeros are filled in", "2001:db8::1", "2001:db8:0:0::/64"],
    ["also with an IPv4 address at its end", "64:ff9b::203.0.113.7", "64:ff9b:0:0::/64"],
  ])("%s", (_what, address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test("adjacent networks are different", () => {
    expect(networkOf("2001:db8:1:2::1")).not.toBe(networkOf("2001:db8:1:3::1"));
    expect(networkOf("203.0.113.7")).not.toBe(networkOf("203.0.113.8"));
  });

  test.each(["127.0.0.1", "127.255.0.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"])(
    "the loopback address %s has no network",
    (address) => {
      expect(networkOf(address)).toBeUndefined();
    },
  );

  test.each([
    "",
    "unknown",
    "203.0.113",
    "203.0.113.256",
    "203.0.113.7.1",
    "::ffff:203.0.113.256",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "1::2::3",
    ":::",
    "1:2:3:4:5:6:7:g",
    "fe80::1%eth0",
    "[2001:db8::1]",
  ])("%j is not an address and has no network", (text) => {
    expect(networkOf(text)).toBeUndefined();
  });
});
