import { useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import { Icon } from "../ui/icon.tsx";

/** Leads to what one can choose. */
export function SettingsButton() {
  const { common } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button button-quiet icon-button"
        aria-haspopup="dialog"
        aria-label={common.settings}
        title={common.settings}
        onClick={() => setIsOpen(true)}
      >
        <Icon shape="settings" />
      </button>
      <Later isNeeded={isOpen}>
        {({ Dialog, SettingsPanel }) => (
          <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={common.settings}>
            <SettingsPanel />
          </Dialog>
        )}
      </Later>
    </>
  );
}
