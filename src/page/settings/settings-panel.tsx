import { useAllWords } from "../i18n/use-all-words.ts";
import { NotificationSetting } from "../notifications/notification-setting.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { SettingSwitch } from "./setting-switch.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

/** What one can choose. A further setting is a component of its own, in here. */
export function SettingsPanel() {
  const { settings } = useAllWords();
  return (
    <>
      <LanguageChoice />
      <ThemeChoice />
      <SettingSwitch name="showsComings" label={settings.comings} advice={settings.comingsAdvice} />
      <NotificationSetting />
    </>
  );
}
