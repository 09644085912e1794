/** Letters with case from which on a text can be shouting. Shorter ones are abbreviations and exclamations. */
const MIN_LETTERS = 20;

/** Share of capitals among them. */
const CAPITALS_SHARE = 0.8;

/** Marks upon one letter, also with joiners between them. Thai, Hebrew with its points and Vietnamese have up to three or four. */
const STACKED_MARKS = /(?:\p{M}\p{Cf}*){6}/u;

/** Marks of the kind that is put upon any letter. They are counted after NFC, so those of any real spelling are gone. */
const LOOSE_MARKS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;
const MAX_LOOSE_MARKS = 10;

/** Characters that show as nothing, or as a space. Those within emoji are taken out before they are counted. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800\u3164\uffa0]/gu;
const EMOJI = /\p{RGI_Emoji}/gv;
const MAX_INVISIBLE = 10;
/** Persian puts a joiner into every third word, and no more. */
const INVISIBLE_SHARE = 0.2;

/** Empty lines in a row: more push everything else off the screen. */
const BLANK_LINES = /(?:\n[^\S\n]*){15}/u;

/** Whether a text is written in capitals. In scripts without case, none is. */
export function isShouted(text: string): boolean {
  const letters = text.match(/[\p{Lu}\p{Ll}]/gu)?.length ?? 0;
  if (letters < MIN_LETTERS) return false;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  return capitals / letters >= CAPITALS_SHARE;
}

/**
 * Whether a text fills the screen with what no one can read: stacked marks, invisible characters, empty lines.
 *
 * @param text in NFC
 */
export function isUnreadable(text: string): boolean {
  if (STACKED_MARKS.test(text) || BLANK_LINES.test(text)) return true;
  const loose = text.match(LOOSE_MARKS)?.length ?? 0;
  if (loose > MAX_LOOSE_MARKS && loose > (text.match(/\p{L}/gu)?.length ?? 0) / 2) return true;
  const withoutEmoji = text.replace(EMOJI, "");
  const invisible = withoutEmoji.match(INVISIBLE)?.length ?? 0;
  return invisible > MAX_INVISIBLE && invisible > withoutEmoji.length * INVISIBLE_SHARE;
}
