import { useId, useState } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import { chooseTheme, recallTheme, type Theme } from "../theme/theme.ts";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** How the page looks. */
export function ThemeChoice() {
  const id = useId();
  const { settings } = useAllWords();
  const [chosen, setChosen] = useState(recallTheme);
  const change = (theme: Theme) => {
    setChosen(theme);
    chooseTheme(theme);
  };
  return (
    <fieldset class="choice">
      <legend>{settings.theme}</legend>
      <div class="segments">
        {THEMES.map((theme) => (
          <label key={theme} class="segment">
            <input type="radio" name={id} checked={theme === chosen} onChange={() => change(theme)} />
            <span>{settings[theme]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
