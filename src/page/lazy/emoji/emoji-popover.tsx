import { useEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useBeside } from "../ui/popover.ts";

interface Props {
  readonly label: string;
  readonly anchor: HTMLElement | null;
  readonly onChoose: (emoji: string) => void;
  readonly onClose: () => void;
}

/** The popover of the emoji picker, which loads when it first opens. */
export function EmojiPopover({ anchor, label, onChoose, onClose }: Props) {
  const strings = useAllWords();
  const popover = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<typeof import("./emoji-picker.tsx")>();
  const [isFailed, setIsFailed] = useState(false);
  useBeside(popover, anchor, onClose);
  useEffect(() => {
    import("./emoji-picker.tsx").then(setLoaded, () => setIsFailed(true));
  }, []);
  return (
    <div
      ref={popover}
      class="emoji-popover"
      role="dialog"
      aria-label={label}
      popover="auto"
      onToggle={({ newState }) => newState === "closed" && onClose()}
    >
      {loaded === undefined ? (
        <p role="status">{isFailed ? strings.emoji.notLoaded : strings.emoji.loading}</p>
      ) : (
        <loaded.EmojiPicker onChoose={onChoose} />
      )}
    </div>
  );
}
