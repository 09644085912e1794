import unicodeConfusables from "unhomoglyph/data.json" with { type: "json" };

/** Invisible characters (UTS #39). */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Characters ignored in comparisons: spaces, punctuation and symbols. An emoji among them would look like a badge. */
const DECORATION = /[^\p{L}\p{M}\p{N}]/gu;

/**
 * Alphabets of "fancy text" that neither normalization nor Unicode's table resolves: letters in dark circles, letters
 * in dark boxes, and small capitals (which lack Q and X).
 */
const FANCY_ALPHABETS = ["🅐🅑🅒🅓🅔🅕🅖🅗🅘🅙🅚🅛🅜🅝🅞🅟🅠🅡🅢🅣🅤🅥🅦🅧🅨🅩", "🅰🅱🅲🅳🅴🅵🅶🅷🅸🅹🅺🅻🅼🅽🅾🅿🆀🆁🆂🆃🆄🆅🆆🆇🆈🆉", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘqʀꜱᴛᴜᴠᴡxʏᴢ"];

const CONFUSABLES = tableOfConfusables();

/**
 * Computes the skeletons of a name. Two names look alike if they share a skeleton (P8.10). Follows UTS #39, and also
 * ignores case, spaces, punctuation and symbols.
 *
 * A name can have two skeletons, because in some scripts a capital letter and its lowercase form resemble different
 * letters: Greek `Ν` looks like `N`, but `ν` looks like `v`. One skeleton is computed from the lowercase name, the
 * other from the name as written.
 *
 * @param name normalized by `normalizeUsername`
 * @returns one or two skeletons, only for comparison and never for display
 */
export function skeletons(name: string): readonly string[] {
  const text = name.normalize("NFKC").replace(IGNORABLE, "");
  return [...new Set([settle(fold(text)), settle(text)])];
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

function confuse(text: string): string {
  return Array.from(text.normalize("NFD"), (character) => CONFUSABLES.get(character) ?? character).join("");
}

/** Removes decoration. Returns a name that consists only of decoration unchanged. */
function withoutDecoration(text: string): string {
  return text.replace(DECORATION, "") || text;
}

/** Maps each character to the character or characters that it can be mistaken for. */
function tableOfConfusables(): ReadonlyMap<string, string> {
  // Unicode's own table (UTS #39, `confusables.txt`).
  const table = new Map<string, string>(Object.entries(unicodeConfusables));
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
