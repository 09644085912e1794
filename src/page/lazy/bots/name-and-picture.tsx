import type { Ref } from "preact";
import { useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { NameFault } from "../../model/name-fault.ts";
import { checkName, nameFaultText } from "../join/check-name.ts";
import { Field } from "../ui/form-fields.tsx";

/** Characters of a picture's address that the server takes (P15.1). */
const MAX_AVATAR_LENGTH = 256;
const EMPTY = { name: "", avatar: "" };

/** How a program looks in the room, as the server takes it. */
export interface Looks {
  readonly name: string;
  readonly avatar?: string;
}

interface Props {
  readonly typed: typeof EMPTY;
  readonly fault: NameFault | undefined;
  readonly nameField: Ref<HTMLInputElement>;
  readonly onChange: (typed: typeof EMPTY) => void;
}

/** The state of the fields for how a program looks. */
export function useLooks() {
  const [typed, setTyped] = useState(EMPTY);
  const [fault, setFault] = useState<NameFault>();
  const nameField = useRef<HTMLInputElement>(null);
  const fields: Props = { typed, fault, nameField, onChange: setTyped };
  /** @returns `undefined` if the name is invalid, which the field then says */
  const check = (): Looks | undefined => {
    const checked = checkName(typed.name);
    setFault(checked.ok ? undefined : checked.fault);
    if (!checked.ok) {
      nameField.current?.focus();
      return undefined;
    }
    return { name: checked.name, ...(typed.avatar && { avatar: typed.avatar }) };
  };
  return { fields, check, clear: () => setTyped(EMPTY) };
}

/** The fields for how a program looks in the room. */
export function NameAndPicture({ fault, nameField, onChange, typed }: Props) {
  const words = useAllWords();
  const { bots } = words;
  return (
    <>
      <Field label={bots.name} fault={fault && nameFaultText(words, fault)}>
        {(attributes) => (
          <input
            {...attributes}
            ref={nameField}
            type="text"
            dir="auto"
            aria-required
            autocomplete="off"
            value={typed.name}
            onInput={({ currentTarget }) => onChange({ ...typed, name: currentTarget.value })}
          />
        )}
      </Field>
      <Field label={bots.picture} advice={bots.pictureAdvice}>
        {(attributes) => (
          <input
            {...attributes}
            type="url"
            dir="ltr"
            autocomplete="off"
            pattern="https://.*"
            maxLength={MAX_AVATAR_LENGTH}
            value={typed.avatar}
            onInput={({ currentTarget }) => onChange({ ...typed, avatar: currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}
