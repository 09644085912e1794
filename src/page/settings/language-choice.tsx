import { useId } from "preact/hooks";
import { isLanguage, LANGUAGES, matchLanguage } from "../i18n/languages.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import { BROWSERS_LANGUAGE, choose, useSetting } from "./settings.ts";

/** Which language the page speaks. Each calls itself by its own name. */
export function LanguageChoice() {
  const id = useId();
  const { settings } = useAllWords();
  const chosen = useSetting("language");
  const change = (value: string) => choose({ language: isLanguage(value) ? value : BROWSERS_LANGUAGE });
  return (
    <div class="choice">
      <label for={id}>{settings.language}</label>
      <select id={id} value={chosen} onChange={({ currentTarget }) => change(currentTarget.value)}>
        <option value={BROWSERS_LANGUAGE}>
          {settings.browsersLanguage(LANGUAGES[matchLanguage(navigator.languages)].name)}
        </option>
        {Object.entries(LANGUAGES).map(([code, { name }]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
