import { useId } from "preact/hooks";

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
