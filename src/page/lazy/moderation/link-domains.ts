import { MAX_DOMAIN_LENGTH, MAX_LINK_DOMAINS } from "../../../protocol/limits.ts";

/** The problem with a list of domains. */
export type DomainsFault =
  | { readonly kind: "invalid"; readonly domain: string }
  | { readonly kind: "tooMany"; readonly most: number };

type ParsedDomains =
  | { readonly ok: true; readonly domains: readonly string[] }
  | { readonly ok: false; readonly fault: DomainsFault };

/**
 * Parses the domains that everyone can link to (P9.22): one per line. Takes addresses as well, and converts names to the
 * form that URLs have.
 */
export function parseDomains(text: string): ParsedDomains {
  const lines = text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const domains = new Set<string>();
  for (const line of lines) {
    const domain = domainOf(line);
    if (domain === undefined) return { ok: false, fault: { kind: "invalid", domain: line } };
    domains.add(domain);
  }
  if (domains.size > MAX_LINK_DOMAINS) return { ok: false, fault: { kind: "tooMany", most: MAX_LINK_DOMAINS } };
  return { ok: true, domains: [...domains] };
}

/** The domain of a line such as `example.com`, `*.example.com` or `https://example.com/path`. */
function domainOf(line: string): string | undefined {
  const address = line.includes("://") ? line : `https://${line.replace(/^\*\./, "")}`;
  if (!URL.canParse(address)) return undefined;
  const { hostname, port, username } = new URL(address);
  // A top-level domain ends with a letter, and an IP address does not.
  const isDomain = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(hostname);
  return isDomain && port === "" && username === "" && hostname.length <= MAX_DOMAIN_LENGTH ? hostname : undefined;
}
