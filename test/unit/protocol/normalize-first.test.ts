import { describe, expect, test } from "vitest";
import { findMentions, readMentions } from "../../../src/protocol/mentions.ts";
import { parseAction } from "../../../src/protocol/moderation-action.ts";
import { normalizeUsername } from "../../../src/protocol/normalize-name.ts";
import { normalizeMessage } from "../../../src/protocol/text.ts";

const INVISIBLE = [
  ["a Hangul filler", "\u3164"],
  ["a halfwidth Hangul filler", "\uffa0"],
  ["two Hangul jamo fillers", "\u115f\u1160"],
  ["a blank Braille pattern", "\u2800"],
  ["a soft hyphen between spaces", " \u00ad "],
] as const;

describe("values are normalized before they are checked", () => {
  test.each(INVISIBLE)("P5 %s alone is neither a message nor a name", (_what, text) => {
    expect(normalizeMessage(text)).toBeUndefined();
    expect(normalizeUsername(text)).toBeUndefined();
  });

  test.each(INVISIBLE)("P5 %s beside a letter is a message and a name", (_what, text) => {
    expect(normalizeMessage(`a${text}b`)).toBe(`a${text}b`);
    expect(normalizeUsername(`a${text}b`)).toBe(`a${text}b`);
  });

  test.each(INVISIBLE)("P9.3 %s is no reason for a ban", (_what, reason) => {
    expect(parseAction({ action: "ban", uid: "u", reason })).toMatchObject({ ok: false });
  });

  test("P2.10 a mention whose name arrives in another form than the text is found", () => {
    const mentions = readMentions([{ uid: "u", username: "Zoe\u0308 " }]);
    expect(mentions).toEqual([{ uid: "u", username: "Zoë" }]);
    expect(findMentions("@Zoë!", mentions)).toHaveLength(1);
  });

  test("P2.10 a mention of a name of spaces is left out", () => {
    expect(readMentions([{ uid: "u", username: "  " }])).toEqual([]);
  });
});
