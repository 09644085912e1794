import { useEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useBeside } from "../ui/popover.ts";

interface Props {
  readonly label: string;
  readonly anchor: HTMLElement | null;
  readonly onChoose: (emoji: string) => void;
  readonly onClose: () => void;
}

/** The emoji picker in a popover. */
export function EmojiPopover({ anchor, label, onChoose, onClose }: Props) {
  const popover = useRef<HTMLDivElement>(null);
  useBeside(popover, anchor, onClose);
  return (
    <div
      ref={popover}
      class="emoji-popover"
      role="dialog"
      aria-label={label}
      popover="auto"
      onToggle={({ newState }) => newState === "closed" && onClose()}
    >
      <LoadedEmojiPicker onChoose={onChoose} />
    </div>
  );
}

/** The emoji picker, which loads when it first opens. */
export function LoadedEmojiPicker({ onChoose }: Pick<Props, "onChoose">) {
  const { emoji } = useAllWords();
  const [loaded, setLoaded] = useState<typeof import("./emoji-picker.tsx")>();
  const [isFailed, setIsFailed] = useState(false);
  useEffect(() => {
    import("./emoji-picker.tsx").then(setLoaded, () => setIsFailed(true));
  }, []);
  if (loaded === undefined) return <p role="status">{isFailed ? emoji.notLoaded : emoji.loading}</p>;
  return <loaded.EmojiPicker onChoose={onChoose} />;
}
