import { useEffect, useMemo, useState } from "preact/hooks";
import { type AnnouncedLimits, type MessageSize, measure } from "../../../client/index.ts";
import { MAX_FRAME_BYTES, MAX_MESSAGE_CHARACTERS } from "../../../protocol/limits.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { sendOptions } from "../../model/picked-mentions.ts";
import { useView } from "../../model/view-store.ts";

/** What a room takes that has not told its limits yet. */
const LIMITS = { frame: MAX_FRAME_BYTES, message: MAX_MESSAGE_CHARACTERS };

/** Milliseconds without a key after which the count is read out: at every key it would drown what is typed. */
const READ_AFTER_MS = 1_000;

/** How many characters are left, or too many. */
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
      <p id={id} class="remaining">
        {remaining}
      </p>
      <p class="hidden" aria-live="polite">
        {rested}
      </p>
    </>
  );
}

/**
 * How much more a message may have, in the room's units, said only when it matters.
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
  // Few characters can be many bytes, with everybody who is mentioned.
  if (bytes > limits.frame) return composing.bytesTooMany(bytes - limits.frame);
  return left <= limits.message / 10 ? composing.left(left) : undefined;
}
