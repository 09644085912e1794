import { useState } from "preact/hooks";
import type { RoomError } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { cleanLine } from "../model/clean-line.ts";
import type { BeforeOutcome } from "../model/dialogs-state.ts";
import { refusalWords } from "./refusal-words.ts";

/** Errors after which another reason or a later try may succeed. */
const MENDABLE: readonly string[] = ["bad_action", "rate_limited", "too_large", "too_many"];

/** The reason of an action: the attributes of its field, and the action, for a dialog that stays open if it is refused. */
export function useReason() {
  const words = useAllWords();
  const [value, setValue] = useState("");
  const [error, setError] = useState<RoomError>();
  const attempt = async (
    isOnline: boolean,
    close: () => void,
    act: (reason: string, take?: BeforeOutcome) => Promise<boolean>,
  ): Promise<void> => {
    setError(undefined);
    const text = cleanLine(value);
    if (!isOnline) {
      // The answer may come much later.
      close();
      void act(text);
      return;
    }
    await act(text, async (refusal) => {
      const isTaken = refusal !== undefined && MENDABLE.includes(refusal.code);
      if (isTaken) setError(refusal);
      else {
        close();
        // Screen readers hear an outcome in the place where it is first shown: the page, once the dialog is gone.
        await new Promise((resolve) => setTimeout(resolve));
      }
      return isTaken;
    });
  };
  return { attempt, field: { value, onChange: setValue, fault: error && refusalWords(words, error) } };
}
