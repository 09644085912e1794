import { describe, expect, test } from "vitest";
import { parseAction } from "../../../src/protocol/moderation-action.ts";
import { WordFilter } from "../../../src/room/moderation/word-filter.ts";

const settingsWith = (word: unknown) =>
  parseAction({ action: "settings", settings: { words: { reject: ["damn", word], hide: [] } } } as never, "a");

describe("blocked words are folded before they are checked", () => {
  test.each(["\u00ad*", "*", "**", "＊", "\u3164", "\ufe0f*", "two\nlines", 7])(
    "P9.8 the blocked word %j is refused with bad_word",
    (word) => {
      expect(settingsWith(word)).toMatchObject({ ok: false, error: { code: "bad_word", id: "a" } });
    },
  );

  test.each(["damn", "scunt*", "敵", "🤬*", "a\u00adb"])("P9.8 the blocked word %j is accepted", (word) => {
    expect(settingsWith(word)).toMatchObject({ ok: true, value: { settings: { words: { reject: ["damn", word] } } } });
  });

  test("P9.8 a list of words that is no list is bad_action", () => {
    const action = parseAction({ action: "settings", settings: { words: { reject: "damn", hide: [] } } });
    expect(action).toMatchObject({ ok: false, error: { code: "bad_action" } });
  });

  test("P9.8 a stored word of which folding leaves nothing matches no text", () => {
    const filter = new WordFilter({ reject: ["\u00ad*", "\u3164", "*", "damn"], hide: ["＊"] });
    for (const text of ["hello", "a * b", "*", "敵"]) expect(filter.judge(text)).toBeUndefined();
    expect(filter.judge("damn")).toBe("reject");
  });

  test.each([
    ["scunt＊", "scunthorpe"],
    ["scunt*\u00ad", "scunthorpe"],
    ["scunt\u00ad*", "scunthorpe"],
    ["café", "cafe\u200d\u0301"],
    ["cafe\u200d\u0301", "café"],
  ])("P9.8 the blocked word %j matches %j", (word, text) => {
    expect(new WordFilter({ reject: [word], hide: [] }).judge(text)).toBe("reject");
  });
});
