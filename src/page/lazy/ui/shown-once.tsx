import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { CopyButton } from "./copy-button.tsx";

interface Props {
  readonly label: string;
  readonly advice?: string;
  readonly text: string;
  /** The label of the button that copies it. */
  readonly copy: string;
  /** Whether it takes the focus. */
  readonly isFocused?: boolean;
}

/** A secret that the server tells this once, since it keeps just a hash of it. */
export function ShownOnce({ advice, copy, isFocused = false, label, text }: Props) {
  const { rooms } = useAllWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isRefused, setIsRefused] = useState(false);
  useEffect(() => {
    if (isFocused) field.current?.focus();
  }, []);
  return (
    <div class="form shown-once" role="status">
      <label class="panel-title" for={id}>
        {label}
      </label>
      <input
        id={id}
        ref={field}
        class="link"
        dir="ltr"
        type="text"
        readOnly
        value={text}
        aria-describedby={advice && `${id}-advice`}
      />
      {advice && (
        <p id={`${id}-advice`} class="panel-advice">
          {advice}
        </p>
      )}
      <p class="panel-actions">
        <CopyButton
          text={text}
          label={copy}
          onRefused={() => {
            setIsRefused(true);
            field.current?.select();
          }}
        />
      </p>
      <p class="complaint" role="alert">
        {isRefused && rooms.copyRefused}
      </p>
    </div>
  );
}
