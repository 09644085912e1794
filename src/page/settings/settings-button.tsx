import { useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";

/** Leads to what one can choose. */
export function SettingsButton() {
  const { settings } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button button-quiet icon-button"
        aria-haspopup="dialog"
        aria-label={settings.settings}
        title={settings.settings}
        onClick={() => setIsOpen(true)}
      >
        <Icon shape="settings" />
      </button>
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={settings.settings}>
        <Later>{({ SettingsPanel }) => <SettingsPanel />}</Later>
      </Dialog>
    </>
  );
}
