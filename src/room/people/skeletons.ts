import unicodeConfusables from "unhomoglyph/data.json" with { type: "json" };

/** Characters that show as nothing (UTS #39). */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** What tells nobody apart: spaces, punctuation and symbols. An emoji among them passes for a badge. */
const DECORATION = /[^\p{L}\p{M}\p{N}]/gu;

/**
 * The alphabets in which "fancy text" is written and which neither normalization nor Unicode's table undoes: letters in dark
 * circles, letters in dark boxes, and small capitals, of which there is none of Q and X.
 */
const FANCY_ALPHABETS = ["🅐🅑🅒🅓🅔🅕🅖🅗🅘🅙🅚🅛🅜🅝🅞🅟🅠🅡🅢🅣🅤🅥🅦🅧🅨🅩", "🅰🅱🅲🅳🅴🅵🅶🅷🅸🅹🅺🅻🅼🅽🅾🅿🆀🆁🆂🆃🆄🆅🆆🆇🆈🆉", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘqʀꜱᴛᴜᴠᴡxʏᴢ"];

const CONFUSABLES = tableOfConfusables();

/**
 * What a name looks like: two names are alike where they have a skeleton in common (P8.10). In the sense of UTS #39, and
 * beyond it without case, spaces, punctuation and symbols.
 *
 * There may be two, because in some scripts a capital is taken for another letter than its small form: a Greek `Ν` for `N`,
 * and a `ν` for `v`. One skeleton is of the name in small letters, the other one of the name as it is written.
 *
 * @param name as `normalizeUsername` gives it
 * @returns one or two, which are for comparing and never to be shown
 */
export function skeletons(name: string): readonly string[] {
  const text = name.normalize("NFKC").replace(IGNORABLE, "");
  return [...new Set([settle(fold(text)), settle(text)])];
}

/** Without case. By way of the capitals, because `ß`, `ſ` and the like have a small form of their own. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase().normalize("NFKC");
}

/** Goes on until nothing changes: what a letter is taken for may be taken for another in its small form. */
function settle(text: string): string {
  const next = fold(withoutDecoration(confuse(text)));
  return next === text ? text : settle(next);
}

function confuse(text: string): string {
  return Array.from(text.normalize("NFD"), (character) => CONFUSABLES.get(character) ?? character).join("");
}

/** A name that is nothing else keeps what it has. */
function withoutDecoration(text: string): string {
  return text.replace(DECORATION, "") || text;
}

/** For each character the one, or the few, that it can be taken for. */
function tableOfConfusables(): ReadonlyMap<string, string> {
  // Unicode's own (UTS #39, `confusables.txt`).
  const table = new Map<string, string>(Object.entries(unicodeConfusables));
  for (const alphabet of FANCY_ALPHABETS) {
    for (const [index, look] of Array.from(alphabet).entries()) {
      const letter = String.fromCharCode("a".charCodeAt(0) + index);
      // With it all that Unicode's table takes for it: the Cyrillic `м` for a small capital M.
      if (look !== letter) table.set(table.get(look) ?? look, letter);
    }
  }
  // The table has the capital I for an l. Where case says nothing, every i is one.
  return table.set("i", "l");
}
