import { describe, expect, test } from "vitest";
import { adminEnglish } from "../../../src/page/i18n/en/admin.ts";
import { english } from "../../../src/page/i18n/en/first.ts";
import { lazyEnglish } from "../../../src/page/i18n/en/lazy.ts";
import { type Format, formatFor, type PluralForms } from "../../../src/page/i18n/format.ts";
import { directionOf, type LanguageCode, LOCALES } from "../../../src/page/i18n/languages.ts";

/** All that is said: from the beginning on, later, and on the operator's page. */
const allEnglish = (format: Format) => ({ ...english(format), ...lazyEnglish(format), ...adminEnglish(format) });
type AllEntries = ReturnType<typeof allEnglish>;

const CODES = Object.keys(LOCALES).filter((code): code is LanguageCode => code !== "en");

/** Strings that are the same in English because the language really uses these words. */
const SAME_IN_ENGLISH: Readonly<Record<string, readonly string[]>> = {
  de: [
    "bots.title",
    "bots.name",
    "exporting.title",
    "exporting.format",
    "exporting.md",
    "settings.system",
    "files.video",
    "files.audio",
    "voice.pause",
    "voice.position",
    "signIn.token",
    "operator.bans",
  ],
  fr: [
    "plots.messages",
    "roomPage.log",
    "bots.title",
    "exporting.format",
    "webhooks.description",
    "composer.message",
    "composing.suggestions",
    "composing.suggestionCount",
    "log.messages",
    "actions.actions",
    "moderation.protection",
    "files.alt",
    "files.spoilerMark",
    "files.audio",
    "files.zoom",
    "voice.pause",
    "voice.position",
  ],
  es: ["bots.title", "files.spoilerMark", "files.audio", "signIn.token"],
  pt: ["bots.title", "files.spoilerMark", "signIn.token"],
  ar: [],
  hi: [],
  ja: [],
  zh: [],
};

/** Strings of no language: a room's name in the only letters that it may have, and marks between placeholders. */
const NO_LANGUAGE = ["webhooks.title", "rooms.namePlaceholder", "log.reactedBy", "files.moving"];

/** Counts that occur in a room: people, messages, characters, suggestions. */
const COUNTS = [0, 1, 2, 3, 10, 11, 21, 99, 100, 101, 102, 103, 111, 200, 1_000, 4_000, 5_000];

/** Stand for what an entry is about. Each is found again in what it says, and none of them is a small number. */
const SAMPLES = [37, 53, 71] as const;

/** A catalogue's entries as functions, by `section.key`. */
function entriesOf(catalogue: AllEntries): Map<string, (...about: readonly unknown[]) => unknown> {
  return new Map(
    Object.entries(catalogue).flatMap(([section, entries]) =>
      Object.entries(entries).map(([key, entry]) => {
        const say = typeof entry === "function" ? entry : () => entry;
        // An entry's arguments are numbers or texts; a number does in a text's place.
        return [`${section}.${key}`, say as (...about: readonly unknown[]) => unknown] as const;
      }),
    ),
  );
}

async function wordsOf(code: LanguageCode): Promise<(format: Format) => AllEntries> {
  const { words } = await import(`../../../src/page/i18n/${code}/first.ts`);
  const later = await import(`../../../src/page/i18n/${code}/lazy.ts`);
  const admin = await import(`../../../src/page/i18n/${code}/admin.ts`);
  return (format) => ({ ...words(format), ...later.words(format), ...admin.words(format) });
}

const formatIn = (code: LanguageCode) => formatFor(LOCALES[code], directionOf(code));

describe.each(CODES)("%s", (code) => {
  test("says everything in its own words", async () => {
    const own = entriesOf((await wordsOf(code))(formatIn(code)));
    const source = entriesOf(allEnglish(formatIn("en")));
    expect([...own.keys()].toSorted()).toEqual([...source.keys()].toSorted());
    const left = [...source].filter(([key, say]) => say(...SAMPLES) === own.get(key)?.(...SAMPLES));
    const expected = [...NO_LANGUAGE, ...(SAME_IN_ENGLISH[code] ?? [])];
    expect(left.map(([key]) => key).filter((key) => !expected.includes(key))).toEqual([]);
  });

  test("leaves out nothing of what it is about", async () => {
    const format = formatIn(code);
    const own = entriesOf((await wordsOf(code))(format));
    for (const [key, say] of entriesOf(allEnglish(formatIn("en")))) {
      const inEnglish = String(say(...SAMPLES));
      const said = String(own.get(key)?.(...SAMPLES));
      expect(said.trim(), key).not.toBe("");
      expect(said, key).not.toContain("undefined");
      for (const sample of SAMPLES) {
        const isSaid = said.includes(String(sample)) || said.includes(format.number(sample));
        expect(isSaid, `${key}: ${said}`).toBe(inEnglish.includes(String(sample)));
      }
    }
  });

  test("has the plural form for every count", async () => {
    const rules = new Intl.PluralRules(LOCALES[code]);
    const missing = new Set<string>();
    const format = formatIn(code);
    const strict: Format = {
      ...format,
      plural(count: number, forms: PluralForms) {
        const category = rules.select(count);
        if (forms[category] === undefined) missing.add(`${category} for ${count}: ${forms.other}`);
        return format.plural(count, forms);
      },
    };
    for (const say of entriesOf((await wordsOf(code))(strict)).values()) {
      for (const count of COUNTS) say(count, count, count);
    }
    expect([...missing]).toEqual([]);
  });
});

test("Arabic counts in six ways", async () => {
  const { log } = (await wordsOf("ar"))(formatIn("ar"));
  const said = [1, 2, 3, 11, 100].map((count) => log.newMessages(count).replace(/[\d٠-٩]+/g, "n"));
  expect(said).toEqual(["رسالة جديدة", "رسالتان جديدتان", "n رسائل جديدة", "n رسالة جديدة", "n رسالة جديدة"]);
  const people = (await wordsOf("ar"))(formatIn("ar")).presence;
  const forms = [0, 1, 2, 3, 11, 100].map((count) => people.people(count).replace(/[\d٠-٩]+/g, "n"));
  expect(new Set(forms).size).toBe(6);
});

test.each([
  ["en", "Ada, Ben and Mei"],
  ["de", "Ada, Ben und Mei"],
  ["fr", "Ada, Ben et Mei"],
  ["es", "Ada, Ben y Mei"],
  ["pt", "Ada, Ben e Mei"],
  ["hi", "Ada, Ben, और Mei"],
  ["ja", "Ada、Ben、Mei"],
  ["zh", "Ada、Ben和Mei"],
] as const)("a list in %s is %s", (code, list) => {
  expect(formatIn(code).list(["Ada", "Ben", "Mei"])).toBe(list);
});
