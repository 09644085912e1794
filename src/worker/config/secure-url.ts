/** Hosts that are asked without TLS. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Reads the address of a service of the owner's: https, or http on the same machine.
 *
 * @returns `undefined` if it is anything else
 */
export function secureUrl(text: string): string | undefined {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.has(url.hostname));
  return isSafe ? url?.href : undefined;
}
