import { useEffect, useMemo, useState } from "preact/hooks";
import { measure } from "../../client/index.ts";
import { MAX_FRAME_BYTES, MAX_MESSAGE_CHARACTERS } from "../../protocol/limits.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { sendOptions } from "../model/mentioned.ts";
import { useView } from "../model/use-view.ts";
import { remainingWords } from "./remaining-words.ts";

/** What a room takes that has not told its limits yet. */
const LIMITS = { frame: MAX_FRAME_BYTES, message: MAX_MESSAGE_CHARACTERS };

/** Milliseconds without a key after which the count is read out: at every key it would drown what is typed. */
const READ_AFTER_MS = 1_000;

/** How many characters are left, or too many. */
export function Counter({ chat, id }: { chat: Chat; id: string }) {
  const words = useAllWords();
  const draft = useView(chat, (view) => view.draft);
  const intent = useView(chat, (view) => view.intent);
  const limits = useView(chat, (view) => view.limits) ?? LIMITS;
  const size = useMemo(() => measure(draft, sendOptions(chat.view)), [draft, intent]);
  const remaining = remainingWords(words, size, limits);
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
