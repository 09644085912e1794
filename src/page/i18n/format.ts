/** Numbers, names and times formatted by `Intl`, in one language. `at` is in milliseconds since 1970 throughout. */
export interface Format {
  /** The locale that all of these follow, such as `pt-BR`. */
  readonly locale: string;
  readonly number: (value: number) => string;
  /** Chooses by a count. A language needs the forms that its `Intl.PluralRules` know; a test holds that. */
  readonly plural: (count: number, forms: PluralForms) => string;
  /** "Ada, Ben and Mei", of what is ready to stand in a sentence. */
  readonly list: (items: readonly string[]) => string;
  /** A text of another person's, such as a name, inside of a sentence: its direction must not turn the sentence around. */
  readonly foreign: (text: string) => string;
  /** Orders names as a reader expects it. */
  readonly compare: (one: string, other: string) => number;
  /** The time of day. */
  readonly time: (at: number) => string;
  /** "Today", "Yesterday", or the date in full, on a line of its own. */
  readonly dayName: (at: number) => string;
  /** The date in full. */
  readonly day: (at: number) => string;
  /** Date and time in full. */
  readonly dayAndTime: (at: number) => string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A text for each plural category that a language has. */
export type PluralForms = { readonly [category in Intl.LDMLPluralRule]?: string } & { readonly other: string };

/** Letters that are written from right to left, and controls of direction: either can turn a sentence around. */
const RIGHT_TO_LEFT =
  /[\p{Bidi_C}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

// A clock may be so wrong, or a room so hostile, that a time is outside what `Date` can hold, and formatting would throw.
const LAST_MS = 8.64e15;
const held = (at: number) => Math.max(-LAST_MS, Math.min(LAST_MS, at));

/**
 * @param locale one that `Intl` takes
 * @param direction of its writing
 */
export function formatFor(locale: string, direction: "ltr" | "rtl" = "ltr"): Format {
  const rules = lazily(() => new Intl.PluralRules(locale));
  const numbers = lazily(() => new Intl.NumberFormat(locale));
  const lists = lazily(() => new Intl.ListFormat(locale));
  const collator = lazily(() => new Intl.Collator(locale, { numeric: true }));
  const time = zoned(() => new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }));
  const day = zoned(
    () => new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  );
  const dayAndTime = zoned(() => new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" }));
  const relative = lazily(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  const dayName = (at: number) => {
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY_MS);
    if (days !== 0 && days !== 1) return day().format(at);
    return relative()
      .format(-days, "day")
      .replace(/^./u, (first) => first.toLocaleUpperCase(locale));
  };
  return {
    locale,
    number: (value) => numbers().format(value),
    plural: (count, forms) => forms[rules().select(count)] ?? forms.other,
    list: (items) => lists().format(items),
    // FSI and PDI, if the text could have another direction than its surroundings.
    foreign: (text) => (direction === "rtl" || RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text),
    compare: (one, other) => collator().compare(one, other),
    time: (at) => time().format(held(at)),
    dayName: (at) => dayName(held(at)),
    day: (at) => day().format(held(at)),
    dayAndTime: (at) => dayAndTime().format(held(at)),
  };
}

/** Makes something when it is needed first: what `Intl` has takes a slow phone some ten milliseconds each. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The same for what depends on the time zone, which a traveler's device changes while the page is open. */
function zoned<T>(make: () => T): () => T {
  let zone: number | undefined;
  let made = lazily(make);
  return () => {
    const now = new Date().getTimezoneOffset();
    if (zone !== now) made = lazily(make);
    zone = now;
    return made();
  };
}

/** For machines: the value of `<time datetime>`. */
export const machineTime = (at: number): string => new Date(held(at)).toISOString();
