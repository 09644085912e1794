/** A language that the page speaks. */
export type LanguageCode = keyof typeof LANGUAGES;

interface Language {
  /** The language's own name. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** Locale for `Intl` if the user prefers no particular country. */
  readonly locale: string;
}

/** The languages of the page, by their code in BCP 47, in the order in which one chooses from them. */
export const LANGUAGES = {
  en: { name: "English", direction: "ltr", locale: "en-GB" },
  de: { name: "Deutsch", direction: "ltr", locale: "de" },
  fr: { name: "Français", direction: "ltr", locale: "fr" },
  es: { name: "Español", direction: "ltr", locale: "es" },
  pt: { name: "Português", direction: "ltr", locale: "pt-BR" },
  ar: { name: "العربية", direction: "rtl", locale: "ar" },
  hi: { name: "हिन्दी", direction: "ltr", locale: "hi" },
  ja: { name: "日本語", direction: "ltr", locale: "ja" },
  zh: { name: "简体中文", direction: "ltr", locale: "zh-CN" },
} as const satisfies { readonly [code: string]: Language };

/** Whether a text is the code of a language that the page speaks. */
export function isLanguage(code: string): code is LanguageCode {
  return Object.hasOwn(LANGUAGES, code);
}

/**
 * The user's preferred language among those of the page, or English.
 *
 * @param preferred as in `navigator.languages`, the dearest first
 */
export function matchLanguage(preferred: readonly string[]): LanguageCode {
  return (
    localesOf(preferred)
      .map(({ language }) => language)
      .find(isLanguage) ?? "en"
  );
}

/**
 * The locale for a language: the country's way of writing dates and numbers that the reader prefers, if they say one.
 *
 * @param preferred as in `navigator.languages`, the dearest first
 */
export function localeFor(code: LanguageCode, preferred: readonly string[]): string {
  const standard = new Intl.Locale(LANGUAGES[code].locale);
  const own = localesOf(preferred).find(
    // Of two scripts, such as Chinese has, only the one that the page is written in.
    (locale) => locale.language === code && locale.maximize().script === standard.maximize().script,
  );
  return (own ?? standard).toString();
}

/** A browser can be given anything as a language: what is none is left out. */
function localesOf(tags: readonly string[]): readonly Intl.Locale[] {
  return tags.flatMap((tag) => {
    try {
      return [new Intl.Locale(tag)];
    } catch {
      return [];
    }
  });
}
