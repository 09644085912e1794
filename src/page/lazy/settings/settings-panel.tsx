import { useId, useState } from "preact/hooks";
import { isLanguage, type LanguageCode, matchLanguage } from "../../i18n/languages.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/view-store.ts";
import { BROWSERS_LANGUAGE, changeSettings, type Settings, useSetting } from "../../settings/settings.ts";
import { chooseTheme, recallTheme, type Theme } from "../../theme/theme.ts";
import { notificationPermission, requestPermission } from "../notifications/system-notification.ts";
import { BlockedPeople } from "../people/blocking.tsx";
import { Switch } from "../ui/form-fields.tsx";
import { Account } from "./account.tsx";

/** What the languages call themselves, in the order in which one chooses from them. */
const LANGUAGE_NAMES = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  pt: "Português",
  ar: "العربية",
  hi: "हिन्दी",
  ja: "日本語",
  zh: "简体中文",
} as const satisfies { readonly [code in LanguageCode]: string };

/** The settings. Add a further one here, as a component of its own. */
export function SettingsPanel({ chat }: { chat: Chat }) {
  const isReader = useView(chat, (view) => view.isReader);
  const { settings } = useAllWords();
  return (
    <>
      <LanguageChoice />
      <ThemeChoice />
      <SettingSwitch name="showsComings" label={settings.comings} advice={settings.comingsAdvice} />
      {!isEmbedded() && <NotificationSetting />}
      <BlockedPeople chat={chat} />
      {!isReader && <Account chat={chat} />}
    </>
  );
}

/** Chooses the page's language. Each is listed under its own name. */
export function LanguageChoice() {
  const id = useId();
  const { settings } = useAllWords();
  const chosen = useSetting("language");
  const change = (value: string) => changeSettings({ language: isLanguage(value) ? value : BROWSERS_LANGUAGE });
  return (
    <div class="choice">
      <label for={id}>{settings.language}</label>
      <select id={id} value={chosen} onChange={({ currentTarget }) => change(currentTarget.value)}>
        <option value={BROWSERS_LANGUAGE}>
          {settings.browsersLanguage(LANGUAGE_NAMES[matchLanguage(navigator.languages)])}
        </option>
        {Object.entries(LANGUAGE_NAMES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** Chooses light, dark or the system's theme. */
export function ThemeChoice() {
  const id = useId();
  const { settings } = useAllWords();
  const [chosen, setChosen] = useState(recallTheme);
  const change = (theme: Theme) => {
    setChosen(theme);
    chooseTheme(theme);
  };
  return (
    // Not a fieldset: WebKit makes one too tall until its second layout, so that the dialog jumps under the mouse.
    <div class="choice" role="radiogroup" aria-labelledby={`${id}-theme`}>
      <span id={`${id}-theme`}>{settings.theme}</span>
      <div class="segments">
        {THEMES.map((theme) => (
          <label key={theme} class="segment">
            <input type="radio" name={id} checked={theme === chosen} onChange={() => change(theme)} />
            <span>{settings[theme]}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

/** The boolean settings. */
type SwitchName = { [Name in keyof Settings]-?: Settings[Name] extends boolean ? Name : never }[keyof Settings];

interface Props {
  readonly name: SwitchName;
  readonly label: string;
  readonly advice: string;
}

export function SettingSwitch({ advice, label, name }: Props) {
  const isOn = useSetting(name);
  return <Switch label={label} advice={advice} isOn={isOn} onChange={(next) => changeSettings({ [name]: next })} />;
}

/** Browsers let no page notify from a frame of another site. */
function isEmbedded(): boolean {
  return "embedded" in document.documentElement.dataset;
}

/** Turns system notifications for mentions on, which asks for the browser's permission, or off. */
export function NotificationSetting() {
  const { notifications } = useAllWords();
  const isChosen = useSetting("notifiesMentions");
  const [permission, setPermission] = useState(notificationPermission);
  /** Keeps the switch on while the browser asks. */
  const [isAsking, setIsAsking] = useState(false);
  const change = async (isOn: boolean) => {
    setIsAsking(isOn);
    const answer = isOn ? await requestPermission() : permission;
    changeSettings({ notifiesMentions: isOn && answer === "granted" });
    setPermission(answer);
    setIsAsking(false);
  };
  return (
    <div>
      <Switch
        label={notifications.mentions}
        advice={notifications.mentionsAdvice}
        isOn={isAsking || (isChosen && permission === "granted")}
        onChange={(isOn) => void change(isOn)}
      />
      <p class="complaint" role="alert">
        {permission === "denied" && notifications.denied}
      </p>
    </div>
  );
}
