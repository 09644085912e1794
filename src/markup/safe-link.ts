import { withoutBlanks } from "../protocol/blanks.ts";

/** Allowed schemes. Anything else (`javascript:`, `data:`, an address within this site) stays text. */
const PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** A visible character. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Spaces too thin to tell from none. */
const THIN_SPACES = /[\u2006\u2008-\u200a\u202f\u205f]/gu;

/** Characters that resolve to a dot in a host name (UTS #46), or look like one (UTS #39). */
const DOTS = /[\u0660\u06d4\u06f0\u0701\u0702\u3002\ua4f8\ua60e\u{10a50}\u{1d16d}]/gu;

/**
 * An address within a label: a mailbox, whatever has a protocol, or a host with or without a protocol. A path belongs to
 * the address that it follows.
 */
const ADDRESS =
  /(?:[^\s@/]+@(?<mailHost>[\p{L}\p{M}\p{N}_.-]+)|(?:[a-z][a-z\d+.-]*:\/\/|www\.)(?<authority>[^\s/\\?#]+)|(?<host>(?:[\p{L}\p{M}\p{N}_-]+\.)+(?:\p{L}[\p{L}\p{M}]+|xn--[a-z\d-]+)\.?(?::\d+)?|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|localhost(?::\d+)?|\[[\da-f:.]+\](?::\d+)?))(?:[/\\?#]\S*)?/giu;

/** Endings of file names that are no top-level domain: `Node.js` and `index.html` name no host. */
const FILE_NAME = /\.(?:css|csv|gif|html?|jpe?g|jsx?|json|lock|pdf|php|png|svg|toml|tsx?|txt|xml|ya?ml)$/i;

/** Punctuation that ends a sentence, or closes what is around an address. */
const TRAILING = /[\p{P}]+$/u;

const EMAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/u;

/**
 * The URL that a link can open.
 *
 * @param typed with its scheme, or as people type web and mail addresses
 * @returns the full URL, or `undefined` if it is invalid or not allowed
 */
export function safeHref(typed: string): string | undefined {
  const url = parseUrl(/^www\./i.test(typed) ? `https://${typed}` : EMAIL.test(typed) ? `mailto:${typed}` : typed);
  if (url === undefined || !PROTOCOLS.has(url.protocol)) return undefined;
  // `https://bank.example@evil.example` looks like the first host and opens the second.
  return url.username === "" && url.password === "" ? url.href : undefined;
}

/**
 * Whether a label names another host than the one that its link opens, or shows nothing to click on.
 *
 * @param label text that is drawn, without its markup
 * @param href returned by {@link safeHref}
 */
export function isDeceptive(label: string, href: string): boolean {
  const drawn = withoutBlanks(label.replace(THIN_SPACES, "").normalize("NFKC")).replace(DOTS, ".");
  if (!VISIBLE.test(drawn)) return true;
  const url = parseUrl(href);
  if (url === undefined) return true;
  return Array.from(drawn.matchAll(ADDRESS)).some((match) => !isPromiseKept(match, url));
}

/**
 * The place to show beside a link whose text does not already name it.
 *
 * @param text text that is drawn
 * @param href returned by {@link safeHref}
 * @returns the host in ASCII, as `xn--…` for an international one, or the mailbox
 */
export function placeBeside(text: string, href: string): string | undefined {
  const url = parseUrl(href);
  if (url === undefined) return undefined;
  const place = url.protocol === "mailto:" ? mailboxOf(url) : hostOf(url);
  return text.toLowerCase().includes(place) ? undefined : place;
}

function isPromiseKept({ 0: promised, groups }: RegExpExecArray, url: URL): boolean {
  const { authority, host, mailHost } = groups ?? {};
  if (mailHost !== undefined && url.protocol === "mailto:") {
    return promised.replace(TRAILING, "").toLowerCase() === mailboxOf(url);
  }
  if (host !== undefined && FILE_NAME.test(host)) return true;
  const named = (mailHost ?? authority ?? host ?? "").replace(TRAILING, "");
  const protocol = /^https?:(?=\/\/)/i.exec(promised)?.[0] ?? "https:";
  const other = parseUrl(`${protocol}//${named}`);
  const real = url.protocol === "mailto:" ? parseUrl(`https://${mailboxOf(url).replace(/^.*@/s, "")}`) : url;
  return other !== undefined && real !== undefined && hostOf(other) === hostOf(real);
}

/** The host and port that a page comes from. */
function hostOf({ host }: URL): string {
  return host.replace(/^www\./, "").replace(/\.(?=:|$)/, "");
}

function mailboxOf({ pathname }: URL): string {
  return pathname.toLowerCase();
}

function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
