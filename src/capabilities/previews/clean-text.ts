import { FORBIDDEN_IN_TEXT, isVisible } from "../../protocol/text.ts";

/** References to characters that titles have. HTML knows 2,000 more, which stay as they are. */
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  laquo: "«",
  raquo: "»",
  bull: "•",
  middot: "·",
  copy: "©",
  reg: "®",
  trade: "™",
  euro: "€",
  shy: "",
};

const FORBIDDEN = new RegExp(FORBIDDEN_IN_TEXT.source, "gu");

const REFERENCE = /&(?:#(?<decimal>\d{1,7})|#x(?<hex>[\da-f]{1,6})|(?<name>[a-z]{2,6}));/gi;

/**
 * A text of another site as one line, without what could make it look like something else (P13.2).
 *
 * @param html with references to characters
 * @param maxCharacters code points
 * @returns `undefined` if nothing is visible
 */
export function cleanText(html: string | undefined, maxCharacters: number): string | undefined {
  if (html === undefined) return undefined;
  const text = html
    .replace(REFERENCE, decodeReference)
    .toWellFormed()
    .replace(/\s+/gu, " ")
    .replace(FORBIDDEN, "")
    .replace(/ {2,}/g, " ")
    .normalize("NFC")
    .trim();
  const characters = Array.from(text);
  const shown =
    characters.length > maxCharacters
      ? `${characters
          .slice(0, maxCharacters - 1)
          .join("")
          .trim()}…`
      : text;
  return isVisible(shown) ? shown : undefined;
}

function decodeReference(reference: string, decimal: string, hex: string, name: string): string {
  if (name !== undefined) return NAMED[name] ?? NAMED[name.toLowerCase()] ?? reference;
  const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : "";
}
