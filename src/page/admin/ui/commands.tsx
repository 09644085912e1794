import { useState } from "preact/hooks";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { CopyButton } from "../../lazy/ui/copy-button.tsx";

/** Lines for a terminal, and a button that copies them. */
export function Commands({ lines }: { lines: readonly string[] }) {
  const { actions } = useAdminWords();
  const [isRefused, setRefused] = useState(false);
  const text = lines.join("\n");
  return (
    <div class="commands">
      <pre dir="ltr">
        <code>{text}</code>
      </pre>
      <p class="panel-actions">
        <CopyButton text={text} label={actions.copyText} onRefused={() => setRefused(true)} />
      </p>
      <p class="complaint" role="alert">
        {isRefused && actions.notCopied}
      </p>
    </div>
  );
}
