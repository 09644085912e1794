import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { emojiList, emojiNames } from "../../../scripts/build/emoji.mjs";
import { nextPlace } from "../../../src/page/lazy/emoji/emoji-grid.tsx";
import {
  completeEmoji,
  type Emoji,
  emojiOf,
  GROUPS,
  nameEmoji,
  searchEmoji,
  TONES,
  withTone,
} from "../../../src/page/lazy/emoji/emoji-list.ts";
import { Emoji as EmojiField } from "../../../src/protocol/fields.ts";

const list = emojiList();

/** The emoji as a page has them in a language. */
const inLanguage = (language: string) => nameEmoji(list, emojiNames(language));
const english = inLanguage("en");
const german = inLanguage("de");
const written = (found: readonly Emoji[]) => found.map(({ emoji }) => emoji);

describe("the emoji that the build makes", () => {
  test("are all taken by the room as a reaction, in every skin tone", () => {
    const refused = english.flatMap(({ emoji, takesTone }) =>
      (takesTone ? TONES : [0 as const]).map((tone) => withTone(emoji, tone)).filter((one) => !v.is(EmojiField, one)),
    );
    expect(refused).toEqual([]);
  });

  test("have a name in every language, a shortcode, and a group that the picker shows", () => {
    expect(list.length).toBeGreaterThan(1_800);
    for (const language of ["en", "de", "fr", "es", "pt", "hi", "ja", "zh"]) {
      const names = emojiNames(language);
      expect(names).toHaveLength(list.length);
      expect(names.filter((name) => name.split("|")[0] === "")).toEqual([]);
    }
    expect(english.filter(({ shortcodes }) => !/^[\w+-]+$/.test(shortcodes[0] ?? ""))).toEqual([]);
    expect(new Set(english.map(({ group }) => group))).toEqual(new Set(GROUPS.keys()));
    for (const [index, { sign }] of GROUPS.entries())
      expect(english.find(({ emoji }) => emoji === sign)?.group).toBe(index);
  });

  test("take the tones of Unicode", () => {
    expect(TONES.map((tone) => withTone("👋", tone)).join("")).toBe("👋👋🏻👋🏼👋🏽👋🏾👋🏿");
    expect(withTone("☝️", 3)).toBe("☝🏽");
    expect(withTone("👩‍🚀", 5)).toBe("👩🏿‍🚀");
    expect(english.find(({ emoji }) => emoji === "😀")?.takesTone).toBe(false);
    expect(english.find(({ emoji }) => emoji === "👋")?.takesTone).toBe(true);
  });
});

describe("an emoji is found", () => {
  test("by the shortcode that people know, to the letter", () => {
    expect(emojiOf(english, "smile")?.emoji).toBe("😄");
    expect(emojiOf(english, "+1")?.emoji).toBe("👍");
    expect(emojiOf(english, "Tada")?.emoji).toBe("🎉");
    expect(emojiOf(english, "smil")).toBeUndefined();
  });

  test("by name or by what it is about, in the reader's language, whatever its case and accents; the best comes first", () => {
    expect(written(searchEmoji(english, "smile", 5))[0]).toBe("😄");
    expect(written(searchEmoji(english, "red heart", 5))).toContain("❤️");
    expect(written(searchEmoji(german, "WINKENDE", 5))[0]).toBe("👋");
    expect(written(searchEmoji(german, "tschüss", 5))).toContain("👋");
    expect(written(searchEmoji(german, "tschuss", 5))).toContain("👋");
    expect(written(searchEmoji(inLanguage("ja"), "笑", 9))).toContain("😀");
    expect(searchEmoji(english, "  ", 5)).toEqual([]);
    expect(searchEmoji(english, "zzzz", 5)).toEqual([]);
    expect(searchEmoji(english, "a", 5)).toHaveLength(5);
  });

  test("in the midst of a text only by how something begins", () => {
    expect(written(completeEmoji(english, "tad", 3))[0]).toBe("🎉");
    expect(completeEmoji(english, "ada", 8).some(({ shortcodes }) => shortcodes.includes("tada"))).toBe(false);
    expect(searchEmoji(english, "ada", 64).some(({ shortcodes }) => shortcodes.includes("tada"))).toBe(true);
  });
});

test.each([
  ["ArrowRight", 3, false, 4],
  ["ArrowRight", 3, true, 2],
  ["ArrowLeft", 0, false, 0],
  ["ArrowDown", 3, false, 11],
  ["ArrowDown", 18, false, 18],
  ["ArrowUp", 11, false, 3],
  ["Home", 11, false, 8],
  ["End", 11, false, 15],
  ["End", 18, false, 19],
  ["a", 3, false, undefined],
] as const)("in a grid of 20, %s leads from %i (right to left: %s) to %j", (key, from, isRightToLeft, to) => {
  expect(nextPlace(key, from, 20, isRightToLeft)).toBe(to);
});
