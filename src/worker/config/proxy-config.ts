import { groupsOf } from "../../room/limits/ip-network.ts";
import { ConfigError } from "../base/config-error.ts";

/** Bits of an IPv6 address, and those that an IPv4 address has in front as an IPv4-mapped one. */
const ADDRESS_BITS = 128;
const MAPPED_BITS = 96;
const GROUP_BITS = 16;

/** Headers in which a proxy may name its client. */
const HEADERS = ["x-forwarded-for", "cf-connecting-ip"] as const;

/** Addresses that share their first bits. */
interface Range {
  readonly groups: readonly number[];
  readonly bits: number;
}

/** The variables that this module reads. */
export interface ProxyVariables {
  readonly TRUSTED_PROXY?: string;
  readonly TRUSTED_PROXY_HEADER?: string;
}

/** Who names a client's address. */
export interface ProxyConfig {
  /** Networks of the owner's own proxies; `undefined` if none is set, and Cloudflare alone is believed. */
  readonly trusted: readonly Range[] | undefined;
  /** The header in which they name the client. */
  readonly header: (typeof HEADERS)[number];
}

/** @throws ConfigError */
export function readProxyConfig({ TRUSTED_PROXY = "", TRUSTED_PROXY_HEADER = "" }: ProxyVariables): ProxyConfig {
  const header = TRUSTED_PROXY_HEADER === "" ? "x-forwarded-for" : HEADERS.find((one) => one === TRUSTED_PROXY_HEADER);
  if (header === undefined) {
    throw new ConfigError(
      `Invalid TRUSTED_PROXY_HEADER: expected "x-forwarded-for" or "cf-connecting-ip", got "${TRUSTED_PROXY_HEADER}".`,
    );
  }
  const entries = TRUSTED_PROXY.split(",").map((entry) => entry.trim());
  const listed = entries.filter((entry) => entry !== "");
  if (listed.length === 0) return { trusted: undefined, header };
  return { trusted: listed.length === 1 && listed[0] === "none" ? [] : listed.map(readRange), header };
}

/** Whether an address is in one of these networks. */
export function isInRanges(address: string, ranges: readonly Range[]): boolean {
  const groups = groupsOf(address);
  return groups !== undefined && ranges.some((range) => isInRange(groups, range));
}

function isInRange(groups: readonly number[], range: Range): boolean {
  return range.groups.every((group, index) => {
    const bits = Math.min(Math.max(range.bits - index * GROUP_BITS, 0), GROUP_BITS);
    const mask = (0xffff << (GROUP_BITS - bits)) & 0xffff;
    return ((groups[index] ?? 0) & mask) === (group & mask);
  });
}

function readRange(entry: string): Range {
  const [address = "", length, ...more] = entry.split("/");
  const groups = groupsOf(address);
  const offset = address.includes(":") ? 0 : MAPPED_BITS;
  const bits = length === undefined ? ADDRESS_BITS : offset + (/^\d{1,3}$/.test(length) ? Number(length) : Number.NaN);
  if (groups === undefined || more.length > 0 || !(bits <= ADDRESS_BITS)) {
    throw new ConfigError(
      `Invalid TRUSTED_PROXY: expected addresses or networks such as "10.0.0.0/8", separated by commas, or "none", got "${entry}".`,
    );
  }
  return { groups, bits };
}
