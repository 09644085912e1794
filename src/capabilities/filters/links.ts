/**
 * Top-level domains by which a host is recognized that stands without a scheme. Domains that are words as well (`it`,
 * `so`, `me`, `in`) are left out: a missing space after a period would make a link of them.
 */
const BARE_DOMAINS = "com|net|org|info|biz|ru|cn|io|xyz|top|shop|online|site|club|vip|icu|app|dev|gg|tk|ly";

const LINKS = new RegExp(
  [
    // Browsers take `https:host` and `https:\\host` for `https://host`, and a Markdown link may leave out the scheme.
    String.raw`(?:https?:[/\\]*|[a-z][a-z0-9+.-]{1,20}:[/\\]{2}|\]\(\s*[/\\]{2})([^\s/\\?#<>"'()]+)`,
    String.raw`(?<![\p{L}\p{N}@.-])(www\.[^\s/\\?#<>"'()]+)`,
    String.raw`mailto:\S*@([^\s?#<>"'()]+)`,
    String.raw`(?<![\p{L}\p{N}@.-])((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:${BARE_DOMAINS}))(?![\p{L}\p{N}-]|\.[\p{L}\p{N}])`,
  ].join("|"),
  "giu",
);

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Finds the hosts to which the links of a text lead, with or without a scheme.
 *
 * @returns host names in lower case; a host that cannot be read is returned as it is written, and is on no list
 */
export function hostsIn(text: string): string[] {
  // A reader's eye, and the page, make no difference between these forms.
  const plain = text.normalize("NFKC").replace(IGNORABLE, "").replaceAll("。", ".");
  return Array.from(plain.matchAll(LINKS), ([, ...hosts]) => hostOf(hosts.find((host) => host !== undefined) ?? ""));
}

/** Whether a host is one of these domains, or below one. */
export function isWithin(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** The host of `user:password@host:port`, without the punctuation of the sentence around it. */
function hostOf(authority: string): string {
  return authority
    .slice(authority.lastIndexOf("@") + 1)
    .replace(/[.,;:!?\]}*_~]+$/u, "")
    .replace(/:\d*$/, "")
    .replace(/\.$/, "")
    .toLowerCase();
}
