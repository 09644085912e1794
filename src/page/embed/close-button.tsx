import { useWords } from "../i18n/use-words.ts";
import { useStore } from "../model/store.ts";
import { Icon } from "../ui/icon.tsx";
import { options } from "./frame-options.ts";

interface Props {
  readonly onClose: (() => void) | undefined;
  /** Where it stands: in the header, or above a screen that has none. */
  readonly place: "header" | "corner";
}

/** Closes the panel that the frame is in, if it is in one. */
export function CloseButton({ onClose, place }: Props) {
  const { common } = useWords();
  const isClosable = useStore(options, ({ value }) => value.closable);
  if (!isClosable || onClose === undefined) return null;
  return (
    <button
      type="button"
      class="button button-quiet icon-button frame-close"
      data-place={place}
      aria-label={common.close}
      onClick={onClose}
    >
      <Icon shape="close" />
    </button>
  );
}
