/** Emoji of a message that are shown large. More of them are a text. */
const MAX_LARGE = 5;

/** UTF-16 units that so many emoji may have: a family with skin tones has 25. */
const MAX_LENGTH = 100;

/** Starts with an emoji, and not with a sign that is text unless a selector makes it one. A heart is always red here. */
const EMOJI = /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\u2764)/u;

let segmenter: Intl.Segmenter | undefined;

/** Whether a text consists of up to five emoji. */
export function isFewEmoji(text: string): boolean {
  if (text.length > MAX_LENGTH || /\p{L}/u.test(text)) return false;
  // A phone needs 20 ms to create one.
  segmenter ??= new Intl.Segmenter();
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment).filter((one) => one.trim());
  return characters.length > 0 && characters.length <= MAX_LARGE && characters.every((one) => EMOJI.test(one));
}
