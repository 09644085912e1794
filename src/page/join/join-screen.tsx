import type { TargetedSubmitEvent } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { NameFault } from "../model/name-fault.ts";
import { Logo } from "../ui/logo.tsx";
import { checkName, nameFaultText } from "./username.ts";

interface Props {
  readonly room: string;
  /** A name that the room rejected, and why. */
  readonly refused?: { readonly name: string; readonly fault: NameFault | undefined };
  readonly onEnter: (name: string) => void;
}

/** Asks for a name before joining, or for another name after the room rejected one. */
export function JoinScreen({ onEnter, refused, room }: Props) {
  const { entrance } = useWords();
  return (
    <main class="card">
      <Logo />
      <h1 class="room-name">{entrance.enterRoom(`#${room}`)}</h1>
      <p>{entrance.advice}</p>
      <NameForm initial={refused?.name ?? ""} action={entrance.enter} refused={refused?.fault} onName={onEnter} />
    </main>
  );
}

interface NameFormProps {
  readonly initial: string;
  /** The label of the button. */
  readonly action: string;
  /** Why the room rejected the last name. */
  readonly refused?: NameFault | undefined;
  /** Called with a valid name. */
  readonly onName: (name: string) => void;
}

/** Asks until the name is valid. */
export function NameForm({ initial, action, refused, onName }: NameFormProps) {
  const strings = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [mistake, setMistake] = useState<NameFault>();
  const fault = mistake ?? refused;

  // Focuses before the first paint, so that no keystroke is lost.
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [refused]);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const checked = checkName(input.current?.value ?? "");
    setMistake(checked.ok ? undefined : checked.fault);
    if (checked.ok) onName(checked.name);
    else input.current?.focus();
  };
  return (
    <form class="name-form" noValidate onSubmit={submit}>
      <label for={id}>{strings.entrance.yourName}</label>
      <input
        id={id}
        ref={input}
        dir="auto"
        type="text"
        autocomplete="nickname"
        // biome-ignore lint/a11y/noAutofocus: a dialog that opens around it would else give the focus to its first button
        autoFocus
        defaultValue={initial}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-reason`}
      />
      <p id={`${id}-reason`} class="complaint" role="alert">
        {fault && nameFaultText(strings, fault)}
      </p>
      <button type="submit" class="button">
        {action}
      </button>
    </form>
  );
}
