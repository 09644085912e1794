/** Allowed schemes. Anything else (`javascript:`, `data:`, an address within this site) stays text. */
const PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** A visible character. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Invisible characters, which could make two labels look alike. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** An address within a label, or a label that is just a host, optionally with a path. */
const ADDRESS = /(?:[a-z][a-z\d+.-]*:\/\/|www\.)\S+|^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.\p{L}{2,}(?:[/:?#]\S*)?$/iu;

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
 * Whether a label shows another address than its link opens, or nothing to click.
 *
 * @param href as returned by {@link safeHref}
 */
export function isDeceptive(label: string, href: string): boolean {
  const shown = label.normalize("NFKC").replace(INVISIBLE, "").trim();
  if (!VISIBLE.test(shown)) return true;
  const promised = EMAIL.test(shown) ? shown : ADDRESS.exec(shown)?.[0];
  if (promised === undefined) return false;
  const url = parseUrl(href);
  const other = parseUrl(safeHref(promised) ?? `https://${promised}`);
  return url === undefined || other === undefined || placeOf(url) !== placeOf(other);
}

/** The host of a web address, or the mailbox of a mail address. */
function placeOf({ host, pathname, protocol }: URL): string {
  return protocol === "mailto:" ? pathname.toLowerCase() : host.replace(/^www\./, "");
}

function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
