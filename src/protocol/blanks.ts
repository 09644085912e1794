/**
 * Characters that draw nothing: the default-ignorable ones (UTS #39), and letters, marks and symbols that are blank by
 * design. Those are the joiners of Tifinagh and Brahmi, the controls and blanks of Egyptian hieroglyphs, the Syriac
 * abbreviation mark, the Khitan filler, the empty Braille pattern, the null notehead and annotation marks.
 */
const BLANKS =
  /[\p{Default_Ignorable_Code_Point}\u070f\u2800\u2d7f\ufff9-\ufffb\u{1107f}\u{13430}-\u{13442}\u{16fe4}\u{1d159}]/gu;

/** Removes the characters that draw nothing, for comparison (P8.16). */
export function withoutBlanks(text: string): string {
  return text.replace(BLANKS, "");
}
