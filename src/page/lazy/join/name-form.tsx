import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { NameFault } from "../../model/name-fault.ts";
import { checkName, nameFaultText } from "./check-name.ts";

interface Props {
  readonly initial: string;
  /** The label of the button. */
  readonly action: string;
  /** Why the room rejected the last name. */
  readonly complaint: string | undefined;
  /** Whether a dialog opens around it. */
  readonly isInDialog?: boolean;
  /** Names the form for screen readers, where it stands among other things. */
  readonly label?: string;
  /** Buttons beside the first. */
  readonly children?: ComponentChildren;
  /** Called with a valid name. */
  readonly onName: (name: string) => void;
}

/** Asks until the name is valid. */
export function NameForm({ action, children, complaint, initial, isInDialog = false, onName, label }: Props) {
  const strings = useAllWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [mistake, setMistake] = useState<NameFault>();
  const reason = mistake === undefined ? complaint : nameFaultText(strings, mistake);

  // Focuses before the first paint, so that no keystroke is lost.
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [complaint]);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const checked = checkName(input.current?.value ?? "");
    setMistake(checked.ok ? undefined : checked.fault);
    if (checked.ok) onName(checked.name);
    else input.current?.focus();
  };
  return (
    <form class="name-form" aria-label={label} noValidate onSubmit={submit}>
      <label for={id}>{strings.entrance.yourName}</label>
      <input
        id={id}
        ref={input}
        dir="auto"
        type="text"
        autocomplete="nickname"
        // biome-ignore lint/a11y/noAutofocus: a dialog that opens around it would else give the focus to its first button
        autoFocus={isInDialog}
        defaultValue={initial}
        aria-invalid={reason !== undefined}
        aria-describedby={`${id}-reason`}
      />
      <p id={`${id}-reason`} class="complaint" role="alert">
        {reason}
      </p>
      <button type="submit" class="button">
        {action}
      </button>
      {children}
    </form>
  );
}
