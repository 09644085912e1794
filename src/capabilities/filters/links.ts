import { isAlsoWord, isTopLevelDomain } from "./top-level-domains.ts";

/** Hosts by what stands before them. They can overlap, so each is looked for on its own. */
const LINKS = [
  // Browsers take `https:host` and `https:\\host` for `https://host`, and a Markdown link may leave out the scheme.
  /(?:https?:[/\\]*|[a-z][a-z0-9+.-]{1,20}:[/\\]{2}|\]\(\s*[/\\]{2})([^\s/\\?#<>"'()]+)/giu,
  /(?<![\p{L}\p{N}])(www\.[^\s/\\?#<>"'()]+)/giu,
  /mailto:[^\s@]*@([^\s@?#<>"'()]+)/giu,
  /[^\s@/()<>]@((?:[\p{L}\p{M}\p{N}_-]+\.)+[\p{L}\p{M}\p{N}-]+)/giu,
];

/** Labels with dots between them, and whether a port or a path follows. */
const BARE_HOSTS =
  /(?<![\p{L}\p{M}\p{N}@-]|[\p{L}\p{M}\p{N}-]\.)((?:[\p{L}\p{M}\p{N}-]+\.)+[\p{L}\p{M}\p{N}-]+)(?![\p{L}\p{M}\p{N}@-]|\.[\p{L}\p{N}])(:\d|\/)?/gu;

/** The path of an address, which leads to no other host. */
const PATH = /(https?:\/\/[^\s/?#]+)[/?#][\w./?=&%#~+:@!$*;-]*/gi;

/** At least three labels, of which more than the top-level domain is longer than a letter: `e.g.it` names no host. */
const THREE_LABELS = /\.[^.]{2,}\.[^.]+$/;

/** Where text in Latin letters meets one of a script that is written without spaces. */
const SCRIPT_CHANGE =
  /(?<=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}])(?=[a-z\d])|(?<=[a-z\d])(?=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}])/giu;

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Characters that vanish from the address of a Markdown link: escaping backslashes, and tabs. */
const VANISHING = /\\(?=[!-/:-@[-`{-~])|\t/g;

/** A host as URLs have it. */
const HOST = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d])?\.)*[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * Finds the hosts to which the links of a text lead, with or without a scheme: at least those that the page makes links of.
 *
 * @returns host names as URLs have them, in lower case and Punycode; one that cannot be read for sure is returned as it is
 * written
 */
export function hostsIn(text: string): string[] {
  // A reader's eye makes no difference between the text and its plain form. The page does, and so can end a link earlier.
  const plain = text.normalize("NFKC").replace(IGNORABLE, "");
  const forms = new Set([text, plain].flatMap((form) => [form, form.replace(VANISHING, "")]));
  return [...new Set([...forms].flatMap((form) => [...linkedHosts(form), ...bareHosts(form)]))];
}

/** Whether a host is one of these domains, or below one. A host that cannot be read is not. */
export function isWithin(host: string, domains: readonly string[]): boolean {
  return HOST.test(host) && domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

function linkedHosts(text: string): string[] {
  return LINKS.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, host = ""]) => hostOf(host)));
}

/** Hosts that are recognized by their top-level domain alone. One that is a word as well needs a port, a path or three labels. */
function bareHosts(text: string): string[] {
  const spaced = text
    .replace(PATH, "$1 ")
    .replace(/。(?=[a-z\d])/gi, ".")
    .replace(SCRIPT_CHANGE, " ");
  return Array.from(spaced.matchAll(BARE_HOSTS)).flatMap(([, typed = "", rest]) => {
    const host = typed.toLowerCase().replace(/-+$/, "");
    const label = host.slice(host.lastIndexOf(".") + 1);
    if (!isTopLevelDomain(label)) return [];
    return isAlsoWord(label) && rest === undefined && !THREE_LABELS.test(host) ? [] : [hostOf(host)];
  });
}

/** The host of an authority, without its port and the punctuation of the sentence around it. */
function hostOf(authority: string): string {
  const host = authority
    .replace(/[.,;:!?\]}*_~`]+$/u, "")
    .replace(/:\d*$/, "")
    .replace(/\.$/, "")
    .toLowerCase();
  // A page ends a link at some characters that URLs take for a part of the host.
  return /^[\p{L}\p{M}\p{N}._-]+$/u.test(host) ? (URL.parse(`https://${host}`)?.hostname ?? host) : host;
}
