/** Where a link may lead. Anything else (`javascript:`, `data:`, an address within this site) stays text. */
const PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** Something to click on. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Characters that cannot be seen: a label may not be told from another by them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** An address somewhere in a label, or a label that is nothing but a host, with or without what may follow one. */
const ADDRESS = /(?:[a-z][a-z\d+.-]*:\/\/|www\.)\S+|^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.\p{L}{2,}(?:[/:?#]\S*)?$/iu;

const EMAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/u;

/**
 * The address that a link may open.
 *
 * @param typed an address as it was typed: with its protocol, or as one types those of pages and mail
 * @returns the address in full, or `undefined` where it is none or not to be opened from here
 */
export function safeHref(typed: string): string | undefined {
  const url = parseUrl(/^www\./i.test(typed) ? `https://${typed}` : EMAIL.test(typed) ? `mailto:${typed}` : typed);
  if (url === undefined || !PROTOCOLS.has(url.protocol)) return undefined;
  // `https://bank.example@evil.example` reads as the one and opens the other.
  return url.username === "" && url.password === "" ? url.href : undefined;
}

/**
 * Whether a label promises another address than the one that its link opens, or shows nothing to click on.
 *
 * @param href as {@link safeHref} gives it
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

/** The host that a page comes from, or the mailbox. */
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
