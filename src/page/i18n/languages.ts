/** The languages of the page, by their code in BCP 47, each with the locale for those who prefer no particular country. */
export const LOCALES = {
  en: "en-GB",
  de: "de",
  fr: "fr",
  es: "es",
  pt: "pt-BR",
  ar: "ar",
  hi: "hi",
  ja: "ja",
  zh: "zh-CN",
} as const;

/** A language that the page speaks. */
export type LanguageCode = keyof typeof LOCALES;

/** The direction of a language's writing. */
export const directionOf = (code: LanguageCode): "ltr" | "rtl" => (code === "ar" ? "rtl" : "ltr");

/** Whether a text is the code of a language that the page speaks. */
export function isLanguage(code: string): code is LanguageCode {
  return Object.hasOwn(LOCALES, code);
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
  const standard = new Intl.Locale(LOCALES[code]);
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
