import { useId } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import { durationWords } from "./duration.ts";

interface Props {
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
export function DurationChoice({ choices, isDisabled = false, label, none, onChange, value }: Props) {
  const words = useAllWords();
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
            {ms === 0 ? (none ?? words.moderation.noEnd) : durationWords(words, ms)}
          </option>
        ))}
      </select>
    </div>
  );
}
