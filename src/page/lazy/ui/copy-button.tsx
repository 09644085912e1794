import { useEffect, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { ActionIcon } from "./action-icon.tsx";

/** Milliseconds for which "copied" is shown. */
const SAID_FOR_MS = 3_000;

interface Props {
  readonly text: string;
  readonly label: string;
  /** Called if the browser refuses access to the clipboard. */
  readonly onRefused: () => void;
}

/** Copies a text and confirms it. */
export function CopyButton({ label, onRefused, text }: Props) {
  const { actions } = useAllWords();
  const [copies, setCopies] = useState(0);
  const [isSaid, setIsSaid] = useState(false);
  useEffect(() => {
    if (copies === 0) return;
    setIsSaid(true);
    const timer = setTimeout(() => setIsSaid(false), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [copies]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopies((count) => count + 1);
    } catch {
      // The browser refused access, or has no clipboard without HTTPS.
      onRefused();
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={copy}>
        <ActionIcon shape={isSaid ? "check" : "copy"} />
        {label}
      </button>
      <span class="copied" role="status">
        {isSaid && actions.copied}
      </span>
    </>
  );
}
