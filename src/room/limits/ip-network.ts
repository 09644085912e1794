const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const IPV4_AT_THE_END = /\d+\.\d+\.\d+\.\d+$/;
const IPV6_GROUP = /^[0-9a-f]{1,4}$/i;
const IPV6_GROUPS = 8;

/**
 * Number of 16-bit groups in the network part of an IPv6 address. Providers assign at least a /64 per customer, whose
 * hosts choose the rest.
 */
const NETWORK_GROUPS = 4;

/** `::ffff:0:0/96`, the prefix of IPv4-mapped IPv6 addresses (RFC 4291, 2.5.5.2). */
const IPV4_MAPPED = [0, 0, 0, 0, 0, 0xffff];
const IPV6_LOOPBACK = [0, 0, 0, 0, 0, 0, 0, 1];
const IPV4_LOOPBACK = 127;

/**
 * Stands for all clients whose address a trusted proxy does not tell, who share the limits of one address. RFC 4291,
 * 2.5.2: the absence of an address.
 */
export const UNKNOWN_ADDRESS = "::";

/**
 * Network of an IP address: the whole IPv4 address, or the first 64 bits of an IPv6 address, because a single host can
 * use all addresses of a /64 (P5.6).
 *
 * @returns the network as text; `undefined` for a loopback address (local development) or an invalid one
 */
export function networkOf(address: string): string | undefined {
  const ipv4 = readIpv4(address);
  if (ipv4 !== undefined) return networkOfIpv4(ipv4);
  const groups = readIpv6(address);
  if (groups === undefined || startsWith(groups, IPV6_LOOPBACK)) return undefined;
  if (!startsWith(groups, IPV4_MAPPED)) {
    return `${groups
      .slice(0, NETWORK_GROUPS)
      .map((group) => group.toString(16))
      .join(":")}::/64`;
  }
  return networkOfIpv4(groups.slice(IPV4_MAPPED.length).flatMap((group) => [group >> 8, group & 0xff]));
}

/**
 * An address as the eight groups of IPv6, an IPv4 address as its IPv4-mapped form (RFC 4291, 2.5.5.2).
 *
 * @returns `undefined` if the text is no address
 */
export function groupsOf(address: string): readonly number[] | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = readIpv4(address) ?? [];
  return readIpv4(address) === undefined ? readIpv6(address) : [...IPV4_MAPPED, (a << 8) | b, (c << 8) | d];
}

function networkOfIpv4(octets: readonly number[]): string | undefined {
  return octets[0] === IPV4_LOOPBACK ? undefined : octets.join(".");
}

function readIpv4(text: string): number[] | undefined {
  const octets = IPV4.exec(text)?.slice(1).map(Number);
  return octets?.every((octet) => octet <= 0xff) ? octets : undefined;
}

/** Parses an IPv6 address into its eight groups (RFC 4291, 2.2). */
function readIpv6(text: string): number[] | undefined {
  const octets = readIpv4(IPV4_AT_THE_END.exec(text)?.[0] ?? "0.0.0.0");
  if (octets === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  const inHex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  const [before = "", after, ...more] = text.replace(IPV4_AT_THE_END, inHex).split("::");
  const head = readGroups(before);
  const tail = readGroups(after ?? "");
  if (head === undefined || tail === undefined || more.length > 0) return undefined;
  const omitted = IPV6_GROUPS - head.length - tail.length;
  if (after === undefined ? omitted !== 0 : omitted < 1) return undefined;
  return [...head, ...Array.from({ length: omitted }, () => 0), ...tail];
}

function readGroups(text: string): number[] | undefined {
  if (text === "") return [];
  const groups = text.split(":");
  return groups.every((group) => IPV6_GROUP.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}

function startsWith(groups: readonly number[], prefix: readonly number[]): boolean {
  return prefix.every((group, index) => group === groups[index]);
}
