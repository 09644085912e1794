import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { createStore, useStore } from "../../model/store.ts";
import { dialogsState, type Outcome, showOutcome } from "../model/dialogs-state.ts";
import { ErrorText } from "./error-text.tsx";

/** Milliseconds for which a success is shown: time to read it and to reach Undo. A failure stays until it is closed. */
const SHOWN_MS = 6_000;

/** The places that can show a toast: the page, and each open dialog above it. */
const places = createStore<readonly symbol[]>([]);

/**
 * Shows the outcome of the last action. A modal dialog makes the rest of the page inert, so each has a place for the toast,
 * and only the topmost one shows it. Screen readers hear it once, wherever it is shown.
 */
export function Toast() {
  const place = useRef(Symbol("toast"));
  const isTop = useStore(places, ({ value }) => value.at(-1) === place.current);
  const outcome = useStore(dialogsState, ({ value }) => value.outcome);
  useLayoutEffect(() => {
    places.set([...places.value, place.current]);
    return () => places.set(places.value.filter((one) => one !== place.current));
  }, []);
  return isTop ? <OutcomeToast outcome={outcome} /> : null;
}

function OutcomeToast({ outcome }: { outcome: Outcome | undefined }) {
  const strings = useAllWords();
  // Shown here after a dialog has opened or closed, but announced before.
  const [known] = useState(outcome);
  const isNews = outcome !== known;
  useEffect(() => {
    if (outcome === undefined || outcome.kind === "failed") return;
    const timer = setTimeout(() => {
      // A newer outcome may be set and not rendered yet.
      if (dialogsState.value.outcome === outcome) showOutcome(undefined);
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const close = () => showOutcome(undefined);
  const undo = outcome?.kind === "done" ? outcome.undo : undefined;
  const text = outcome?.kind === "done" ? outcome.text(strings) : outcome && <ErrorText error={outcome.error} />;
  return (
    <div class="toast" data-kind={outcome?.kind}>
      {/* The live regions exist before they have text, so that the text is announced. */}
      <p role="status">{isNews && outcome?.kind === "done" && text}</p>
      <p role="alert">{isNews && outcome?.kind === "failed" && text}</p>
      {!isNews && <p>{text}</p>}
      {undo !== undefined && (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            close();
            undo();
          }}
        >
          {strings.did.undo}
        </button>
      )}
      {outcome?.kind === "failed" && (
        <button type="button" class="button button-quiet" onClick={close}>
          {strings.common.close}
        </button>
      )}
    </div>
  );
}
