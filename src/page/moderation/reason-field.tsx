import { useId } from "preact/hooks";
import { MAX_REASON_CHARACTERS } from "../../protocol/limits.ts";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A reason in a line, which need not be given. */
export function ReasonField({ label, onChange, value }: Props) {
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
