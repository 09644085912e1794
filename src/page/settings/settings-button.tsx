import { useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { SettingSwitch } from "./setting-switch.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

/** Leads to what one can choose. A further setting is a component of its own, in here. */
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
        <LanguageChoice />
        <ThemeChoice />
        <SettingSwitch name="showsComings" label={settings.comings} advice={settings.comingsAdvice} />
      </Dialog>
    </>
  );
}
