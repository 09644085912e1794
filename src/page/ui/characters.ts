let segmenter: Intl.Segmenter | undefined;

/** Each of these is a character of its own. */
const ASCII = /^[ -~]*$/;

/** The first characters of a text, as people count them: no emoji is cut in half. */
export function firstCharacters(text: string, count: number): string {
  if (ASCII.test(text)) return text.slice(0, count);
  // A phone needs 20 ms to create one, so the page starts without.
  segmenter ??= new Intl.Segmenter();
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  return characters.slice(0, count).join("");
}
