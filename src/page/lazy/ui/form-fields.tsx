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

/** Something that is on or off, at once. */
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

/** A reason in a line, which need not be given. */
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
  /** Milliseconds each; 0 stands for what has no end, or is off. */
  readonly choices: readonly number[];
  readonly value: number;
  /** What 0 is called; "without end" by default. */
  readonly none?: string;
  readonly isDisabled?: boolean;
  readonly onChange: (ms: number) => void;
}

/** Chooses a time. */
export function DurationChoice({ choices, isDisabled = false, label, none, onChange, value }: DurationChoiceProps) {
  const strings = useAllWords();
  const id = useId();
  // What somebody else chose, by a command or over HTTP, may be none of them.
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
