import { useEffect, useMemo, useState } from "preact/hooks";
import { type AnnouncedLimits, type MessageSize, measure } from "../../../client/index.ts";
import { MAX_FRAME_BYTES, MAX_MESSAGE_CHARACTERS } from "../../../protocol/limits.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { sendOptions } from "../../model/picked-mentions.ts";
import { useView } from "../../model/view-store.ts";

/** The limits to assume until the room announces its own. */
const LIMITS = { frame: MAX_FRAME_BYTES, message: MAX_MESSAGE_CHARACTERS };

/** Milliseconds after the last key until the count is announced: at each key it would drown out the typed text. */
const READ_AFTER_MS = 1_000;

/** How many characters are left, or over the limit. */
export function Counter({ chat, id }: { chat: Chat; id: string }) {
  const strings = useAllWords();
  const draft = useView(chat, (view) => view.draft);
  const mode = useView(chat, (view) => view.mode);
  const limits = useView(chat, (view) => view.limits) ?? LIMITS;
  const size = useMemo(() => measure(draft, sendOptions(chat.view)), [draft, mode]);
  const remaining = remainingText(strings, size, limits);
  const [rested, setRested] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setRested(remaining), READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [remaining]);
  return (
    <>
      <p id={id} class="remaining" data-over={size.characters > limits.message || size.bytes > limits.frame}>
        {remaining}
      </p>
      <p class="hidden" aria-live="polite">
        {rested}
      </p>
    </>
  );
}

/**
 * The count of characters left, or `undefined` far below the limit.
 *
 * @param limits the room's
 */
export function remainingText(
  { composing }: AllWords,
  { bytes, characters }: MessageSize,
  limits: Pick<AnnouncedLimits, "frame" | "message">,
): string | undefined {
  const left = limits.message - characters;
  if (left < 0) return composing.tooMany(-left);
  // A short text with many mentions can have too many bytes.
  if (bytes > limits.frame) return composing.bytesTooMany(bytes - limits.frame);
  return left <= limits.message / 10 ? composing.left(left) : undefined;
}
