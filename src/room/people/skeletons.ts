import { withoutBlanks } from "../../protocol/blanks.ts";
import confusables from "./confusables.json" with { type: "json" };

/**
 * Characters that draw no letter of their own, also in a name that has no letters at all: spaces, controls, unassigned
 * code points (but those set aside for emoji), and the strokes that stretch an Arabic or N'Ko word.
 */
const UNDRAWN = /(?!\p{Extended_Pictographic})[\p{C}\p{Z}\u0640\u07fa]/gu;

/** A mark drawn onto the letter before it. The iota subscript is none: its capital is a letter. */
const MARK = /(?!\u0345)\p{M}/u;

/** Scripts in use whose marks are vowels, tones or letters, and so tell names apart. */
const SCRIPTS_WITH_MARKS =
  "Adlm Arab Bali Batk Beng Bopo Bugi Buhd Cakm Cham Deva Ethi Gong Gonm Gujr Guru Hani Hano Hebr Hira Hmnp Java Kali Kana Khmr Knda Lana Laoo Lepc Limb Mand Mlym Mong Mtei Mymr Newa Nkoo Orya Plrd Rjng Rohg Samr Saur Sinh Sund Sylo Syrc Tagb Taml Tavt Telu Tfng Tglg Thaa Thai Tibt Tirh Toto Wcho".split(
    " ",
  );

/** A letter with the marks on it. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

/** A letter and a mark of one script. */
const OWN_MARK = new RegExp(`^(?:${SCRIPTS_WITH_MARKS.map((script) => `\\p{scx=${script}}{2}`).join("|")})$`, "u");

/** Characters ignored in comparisons: punctuation and symbols, with the marks on them. An emoji among them would look like a badge. */
const DECORATION = /[^\p{L}\p{M}\p{N}]\p{M}*/gu;

/**
 * Alphabets of "fancy text" that neither normalization nor Unicode's table resolves: letters in dark circles, letters
 * in dark boxes, and small capitals (which lack Q and X).
 */
const FANCY_ALPHABETS = ["🅐🅑🅒🅓🅔🅕🅖🅗🅘🅙🅚🅛🅜🅝🅞🅟🅠🅡🅢🅣🅤🅥🅦🅧🅨🅩", "🅰🅱🅲🅳🅴🅵🅶🅷🅸🅹🅺🅻🅼🅽🅾🅿🆀🆁🆂🆃🆄🆅🆆🆇🆈🆉", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘqʀꜱᴛᴜᴠᴡxʏᴢ"];

const CONFUSABLES = tableOfConfusables();

/** Letters with a mark that look like one letter: `o` with a stroke, which is `ø`. */
const LETTERS_WITH_MARKS: ReadonlySet<string> = new Set(
  [...CONFUSABLES].flatMap(([letter, look]) =>
    letter === letter.normalize("NFKC") && /^\p{L}$/u.test(letter) ? (look.match(/\p{L}\p{M}/gu) ?? []) : [],
  ),
);

/**
 * Computes the skeletons of a name. Two names look alike if they share a skeleton (P8.10). Follows UTS #39, and also
 * ignores case, spaces, punctuation, symbols, and whatever is drawn as nothing or only decorates a letter (P8.16).
 *
 * A name can have two skeletons, because in some scripts a capital letter and its lowercase form resemble different
 * letters: Greek `Ν` looks like `N`, but `ν` looks like `v`. One skeleton is computed from the lowercase name, the
 * other from the name as written.
 *
 * @param name normalized by `normalizeUsername`
 * @returns one or two skeletons, only for comparison and never for display
 */
export function skeletons(name: string): readonly string[] {
  const compatible = name.normalize("NFKC");
  const text = withoutStrayMarks(withoutBlanks(compatible).replace(UNDRAWN, "")) || compatible;
  return [...new Set([settle(fold(text)), settle(text)])];
}

/** Names in the letters of one script, with what stands between words and initials. */
const LETTERS_OF_ONE_SCRIPT = new RegExp(
  `^(?:${["Arab", "Cyrl", "Deva", "Grek", "Hebr", "Latn"].map((script) => `[\\p{scx=${script}}\\p{M} .'’-]+`).join("|")})$`,
  "u",
);

/**
 * Whether people can tell two names apart although the names share a skeleton (P8.24): both in the letters of one script,
 * and different as they are drawn. People can tell `Ciara` from `Clara`, but not `Ian` from `lan`, or `Ada` from `ADA`. A
 * mark that no letter takes up makes no difference (P8.16).
 */
export function canBeToldApart(one: string, other: string): boolean {
  if (!LETTERS_OF_ONE_SCRIPT.test(`${one} ${other}`.normalize("NFKC"))) return false;
  const clean = (name: string) => withoutStrayMarks(name.normalize("NFKC"));
  const forms = [fold, confuseDrawn].map((form) => (name: string) => withoutDecoration(form(clean(name))));
  return forms.every((form) => form(one) !== form(other));
}

/** Replaces what is drawn like something else. Only a capital I is drawn like an l. */
function confuseDrawn(text: string): string {
  return Array.from(text, (character) => (character === "i" ? "i" : lookOf(character))).join("");
}

/** Folds case. Goes through uppercase first, because `ß`, `ſ` and similar letters are already lowercase. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase().normalize("NFKC");
}

/** Repeats the substitution until nothing changes: a replacement may itself be confusable in its lowercase form. */
function settle(text: string): string {
  const next = fold(withoutDecoration(confuse(text)));
  return next === text ? text : settle(next);
}

/** Replaces what can be mistaken for something else. A letter with a mark of its own script looks like no other. */
function confuse(text: string): string {
  return text.normalize("NFD").replace(CLUSTER, (cluster) => {
    const [base = "", ...marks] = cluster;
    if (marks.some((mark) => OWN_MARK.test(base + mark))) return cluster;
    return Array.from(cluster, lookOf).join("");
  });
}

function lookOf(character: string): string {
  return CONFUSABLES.get(character) ?? character;
}

/**
 * Removes marks that no letter takes up. Such a mark underlines or strikes a letter, or draws nothing: neither does the
 * letter have a form of its own with it, as `ë` and `ø` are, nor do both belong to one script.
 */
function withoutStrayMarks(text: string): string {
  const composed = text.normalize("NFC");
  if (!MARK.test(composed)) return composed;
  return composed.replace(CLUSTER, (cluster) => {
    const [base = "", ...marks] = cluster;
    if (MARK.test(base)) return "";
    return base + marks.filter((mark) => isTakenUp(base, mark)).join("");
  });
}

function isTakenUp(base: string, mark: string): boolean {
  if (!MARK.test(mark) || OWN_MARK.test(base + mark)) return true;
  // In either case: `ẖ` is a letter of its own, and its capital is `H` with a mark.
  return [base.toLowerCase(), base.toUpperCase()].some((form) => {
    const isComposed = (form + mark).normalize("NFC") !== form.normalize("NFC") + mark;
    return isComposed || LETTERS_WITH_MARKS.has(form + mark);
  });
}

/** Removes decoration. Returns a name that consists only of decoration unchanged. */
function withoutDecoration(text: string): string {
  return text.replace(DECORATION, "") || text;
}

/** Maps each character to the character or characters that it can be mistaken for. */
function tableOfConfusables(): ReadonlyMap<string, string> {
  // Unicode's own table (UTS #39, `confusables.txt`), which scripts/confusables.ts writes.
  const table = new Map(
    Object.entries(confusables).flatMap(([look, characters]) =>
      Array.from(characters, (character) => [character, look] as const),
    ),
  );
  for (const alphabet of FANCY_ALPHABETS) {
    for (const [index, look] of Array.from(alphabet).entries()) {
      const letter = String.fromCharCode("a".charCodeAt(0) + index);
      // Maps the prototype as well, and with it all its lookalikes: Cyrillic `м` for a small capital M.
      if (look !== letter) table.set(table.get(look) ?? look, letter);
    }
  }
  // Unicode's table maps capital I to l. Without case, that applies to every i.
  return table.set("i", "l");
}
