import domains from "tlds/index.json" with { type: "json" };

const TOP_LEVEL_DOMAINS: ReadonlySet<string> = new Set(domains);

/** Top-level domains that `tlds` lists as Unicode are `xn--…` in a URL. */
const INTERNATIONAL = /^xn--[a-z\d-]+$/;

/** A label of a host name, as DNS has them. */
const LABEL = /^[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d])?$/;

/**
 * Reads an address that a user chose, if this server may ask it (P13.3): HTTP on its own port, and a host that has a name
 * in the public DNS. `URL` has already turned every notation of an IPv4 address (decimal, octal, hexadecimal, short,
 * full-width) into four numbers; no number is a top-level domain, and no name within a network has one.
 *
 * To which address a name resolves is not known here. docs/link-previews.md says what checks that.
 */
export function publicUrl(address: string, base?: URL): URL | undefined {
  const url = URL.parse(address, base);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  if (url.port !== "" || url.username !== "" || url.password !== "") return undefined;
  const labels = url.hostname.replace(/\.$/, "").split(".");
  const last = labels.at(-1) ?? "";
  const isPublic = labels.length > 1 && labels.every((label) => LABEL.test(label));
  return isPublic && (TOP_LEVEL_DOMAINS.has(last) || INTERNATIONAL.test(last)) ? url : undefined;
}
