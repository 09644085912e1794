import { useEffect } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import { useStore } from "../model/use-store.ts";
import { Refusal } from "../ui/refusal.tsx";
import { deskState, tell } from "./desk-state.ts";

/** Milliseconds for which it says that something was done. A failure stays until it is closed. */
const SAY_MS = 4_000;

/** What came of what one asked of the room. */
export function OutcomeLine() {
  const { common, moderation } = useAllWords();
  const outcome = useStore(deskState, ({ value }) => value.outcome);
  useEffect(() => {
    if (outcome === undefined || outcome.kind === "failed") return;
    const timer = setTimeout(() => {
      // The next one may have come, and not be rendered yet.
      if (deskState.value.outcome === outcome) tell(undefined);
    }, SAY_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <div class="outcome" data-kind={outcome?.kind}>
      <p role="status">{outcome !== undefined && outcome.kind !== "failed" && moderation[outcome.kind]}</p>
      <p role="alert">{outcome?.kind === "failed" && <Refusal error={outcome.error} />}</p>
      {outcome?.kind === "failed" && (
        <button type="button" class="button button-quiet" onClick={() => tell(undefined)}>
          {common.close}
        </button>
      )}
    </div>
  );
}
