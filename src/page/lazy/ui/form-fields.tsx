import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { MAX_REASON_CHARACTERS } from "../../../protocol/limits.ts";
import { durationText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";

interface FieldProps {
  readonly label: string;
  readonly advice?: string | undefined;
  /** The fault of the value. */
  readonly fault?: string | undefined;
  /** The control, with attributes that link it to its label, its advice and its fault. */
  readonly children: (attributes: FieldAttributes) => ComponentChildren;
}

interface FieldAttributes {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
}

/** A labeled control. */
export function Field({ advice, children, fault, label }: FieldProps) {
  const id = useId();
  const texts = [advice && `${id}-advice`, fault && `${id}-fault`].filter((one) => one !== undefined);
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      {children({
        id,
        "aria-describedby": texts.length === 0 ? undefined : texts.join(" "),
        "aria-invalid": fault === undefined ? undefined : true,
      })}
      {advice && (
        <p id={`${id}-advice`} class="panel-advice">
          {advice}
        </p>
      )}
      <p id={`${id}-fault`} class="complaint" role="alert">
        {fault}
      </p>
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly advice?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A labeled switch. */
export function Switch({ advice, isOn, label, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div class="switch">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        aria-describedby={advice && `${id}-advice`}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {advice && (
        <p id={`${id}-advice`} class="panel-advice">
          {advice}
        </p>
      )}
    </div>
  );
}

interface ChecksProps<T extends string> {
  readonly label: string;
  /** In their order. */
  readonly values: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
}

/** A labeled choice of any of several values. */
export function Checks<T extends string>({ chosen, label, names, onChange, values }: ChecksProps<T>) {
  return (
    <fieldset class="checks">
      <legend>{label}</legend>
      {values.map((value) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(values.filter((one) => (one === value ? checked : chosen.includes(one))))
            }
          />
          {names[value]}
        </label>
      ))}
    </fieldset>
  );
}

interface ReasonFieldProps {
  readonly label: string;
  readonly value: string;
  readonly fault?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** An optional reason in one line. */
export function ReasonField({ fault, label, onChange, value }: ReasonFieldProps) {
  return (
    <Field label={label} fault={fault}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          dir="auto"
          autocomplete="off"
          maxLength={MAX_REASON_CHARACTERS}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly advice?: string | undefined;
  readonly value: T;
  /** The labels of the values, in their order. */
  readonly choices: Readonly<Record<T, string>>;
  readonly isDisabled?: boolean;
  readonly onChange: (value: T) => void;
}

/** A labeled choice of one of several values. */
export function Choice<T extends string>({ choices, isDisabled = false, onChange, value, ...field }: ChoiceProps<T>) {
  // The keys of an object literal are those of its type.
  const all = Object.keys(choices) as T[];
  const chosen = (one: string) => all.find((choice) => choice === one) ?? value;
  return (
    <Field {...field}>
      {(attributes) => (
        <select
          {...attributes}
          value={value}
          disabled={isDisabled}
          onChange={({ currentTarget }) => onChange(chosen(currentTarget.value))}
        >
          {all.map((choice) => (
            <option key={choice} value={choice}>
              {choices[choice]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface DurationChoiceProps {
  readonly label: string;
  /** In milliseconds; 0 is permanent, or off. */
  readonly choices: readonly number[];
  readonly value: number;
  /** The label of 0: "permanent" by default. */
  readonly none?: string;
  readonly onChange: (ms: number) => void;
}

export function DurationChoice({ choices, label, none, onChange, value }: DurationChoiceProps) {
  const strings = useAllWords();
  // A value set by a command or over HTTP need not be among the choices.
  const all = choices.includes(value) ? choices : [value, ...choices];
  const labelOf = (ms: number) => (ms === 0 ? (none ?? strings.moderation.noEnd) : durationText(strings, ms));
  return (
    <Field label={label}>
      {(attributes) => (
        <select {...attributes} value={value} onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}>
          {all.map((ms) => (
            <option key={ms} value={ms}>
              {labelOf(ms)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
