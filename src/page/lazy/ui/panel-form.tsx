import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useRef, useState } from "preact/hooks";

interface Props {
  readonly children: ComponentChildren;
  /** The label of the button that submits it; `undefined` if the user can't. */
  readonly verb: string | undefined;
  readonly isDisabled?: boolean;
  /** Leaves the faults of values to the form's own words. */
  readonly noValidate?: boolean;
  readonly onSubmit: () => Promise<unknown> | undefined;
}

/** A form of a panel. It ignores another submit, such as that of a double click, while the first one runs. */
export function PanelForm({ children, isDisabled = false, noValidate = false, onSubmit, verb }: Props) {
  // The second click may come before the state is rendered.
  const isRunning = useRef(false);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isRunning.current) return;
    isRunning.current = true;
    setIsBusy(true);
    try {
      await onSubmit();
    } finally {
      isRunning.current = false;
      setIsBusy(false);
    }
  };
  return (
    <form class="form" noValidate={noValidate} aria-busy={isBusy} onSubmit={(event) => void submit(event)}>
      {children}
      {verb !== undefined && (
        // `aria-disabled` instead of `disabled`, which would take the focus away.
        <button type="submit" class="button" disabled={isDisabled} aria-disabled={isBusy}>
          {verb}
        </button>
      )}
    </form>
  );
}
