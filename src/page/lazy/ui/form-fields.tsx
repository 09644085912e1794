import { useId } from "preact/hooks";
import { MAX_REASON_CHARACTERS } from "../../../protocol/limits.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { durationText } from "./time-text.ts";

interface Props {
  readonly label: string;
  readonly advice?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A labeled switch that takes effect at once. */
export function Switch({ advice, isOn, label, onChange }: Props) {
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

interface ReasonFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** An optional reason in one line. */
export function ReasonField({ label, onChange, value }: ReasonFieldProps) {
  const id = useId();
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        dir="auto"
        autocomplete="off"
        maxLength={MAX_REASON_CHARACTERS}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
}

interface DurationChoiceProps {
  readonly label: string;
  /** In milliseconds; 0 is permanent, or off. */
  readonly choices: readonly number[];
  readonly value: number;
  /** The label of 0: "permanent" by default. */
  readonly none?: string;
  readonly isDisabled?: boolean;
  readonly onChange: (ms: number) => void;
}

export function DurationChoice({ choices, isDisabled = false, label, none, onChange, value }: DurationChoiceProps) {
  const strings = useAllWords();
  const id = useId();
  // A value set by a command or over HTTP need not be among the choices.
  const all = choices.includes(value) ? choices : [value, ...choices];
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={isDisabled}
        onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
      >
        {all.map((ms) => (
          <option key={ms} value={ms}>
            {ms === 0 ? (none ?? strings.moderation.noEnd) : durationText(strings, ms)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly advice?: string | undefined;
  readonly value: T;
  readonly choices: Readonly<Record<T, string>>;
  readonly isDisabled?: boolean;
  readonly onChange: (value: T) => void;
}

/** A labeled choice of one of several values. */
export function Choice<T extends string>({
  advice,
  choices,
  isDisabled = false,
  label,
  onChange,
  value,
}: ChoiceProps<T>) {
  const id = useId();
  // The keys of an object literal are those of its type.
  const all = Object.keys(choices) as T[];
  const chosen = (one: string) => all.find((choice) => choice === one) ?? value;
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={isDisabled}
        aria-describedby={advice && `${id}-advice`}
        onChange={({ currentTarget }) => onChange(chosen(currentTarget.value))}
      >
        {all.map((choice) => (
          <option key={choice} value={choice}>
            {choices[choice]}
          </option>
        ))}
      </select>
      {advice && (
        <p id={`${id}-advice`} class="panel-advice">
          {advice}
        </p>
      )}
    </div>
  );
}
