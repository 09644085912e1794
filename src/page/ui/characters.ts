const characters = new Intl.Segmenter();

/** The first characters of a text, as people count them: no emoji is cut in half. */
export function firstCharacters(text: string, count: number): string {
  let end = 0;
  for (const { index, segment } of characters.segment(text)) {
    if (count === 0) break;
    count -= 1;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
