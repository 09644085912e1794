import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { ConfirmDialog } from "../../lazy/ui/confirm-dialog.tsx";
import { Field } from "../../lazy/ui/form-fields.tsx";

interface Props {
  readonly title: string;
  readonly verb: string;
  /** Asks for the name. */
  readonly label: string;
  /** Says that it is another one. */
  readonly mismatch: string;
  readonly isName: (typed: string) => boolean;
  readonly children: ComponentChildren;
  readonly onConfirm: (typed: string) => void;
  readonly onClose: () => void;
}

/** Asks before what can't be undone, and for the name of what it is done to, so that it isn't another by a slip. */
export function TypedDialog({ children, isName, label, mismatch, onClose, onConfirm, title, verb }: Props) {
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.setCustomValidity(isName(typed.trim()) ? "" : mismatch));
  return (
    <ConfirmDialog title={title} verb={verb} onConfirm={() => onConfirm(typed.trim())} onClose={onClose}>
      {children}
      <Field label={label}>
        {(attributes) => (
          <input
            {...attributes}
            ref={field}
            type="text"
            dir="auto"
            required
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
