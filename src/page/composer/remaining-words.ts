import type { AnnouncedLimits, MessageSize } from "../../client/index.ts";
import type { AllWords } from "../i18n/catalogue.ts";

/**
 * How much more a message may have, in the room's units, said only when it matters.
 *
 * @param limits the room's
 */
export function remainingWords(
  { composing }: AllWords,
  { bytes, characters }: MessageSize,
  limits: Pick<AnnouncedLimits, "frame" | "message">,
): string | undefined {
  const left = limits.message - characters;
  if (left < 0) return composing.tooMany(-left);
  // Few characters can be many bytes, with everybody who is mentioned.
  if (bytes > limits.frame) return composing.bytesTooMany(bytes - limits.frame);
  return left <= limits.message / 10 ? composing.left(left) : undefined;
}
