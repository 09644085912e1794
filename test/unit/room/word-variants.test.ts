import { describe, expect, test } from "vitest";
import { WordFilter } from "../../../src/room/moderation/word-filter.ts";
import { INNOCENT_TEXTS } from "./innocent-texts.ts";

/** Words that owners block, most of them short: the ones that innocent texts come closest to. */
const BLOCKED = [
  ..."anal anus arse ass bastard bitch bollocks casino cialis clit cock crap cum cunt damn dick fag fuck hell".split(
    " ",
  ),
  ..."homo jap kike lust nazi nude paki penis piss poker porn pussy rape rapist scum sex shit slot slut spam".split(
    " ",
  ),
  ..."spic suck tit tits twat vagina viagra wank whore arsch ficken hure scheiße schwanz culo puta mierda merda".split(
    " ",
  ),
  ..."pute merde con bite cazzo caralho хуй сука блядь 傻逼 クソ كلب चूतिया".split(" "),
  "free money",
  "casino*",
];

const PLAIN = new WordFilter({ reject: BLOCKED, hide: [] });
const FILTER = new WordFilter({ reject: BLOCKED, hide: [] }, true);

describe("P9.25 with wordVariants, a blocked word is found", () => {
  test.each([
    ["spaced", "play c a s i n o now"],
    ["with dots", "c.a.s.i.n.o"],
    ["with hyphens", "C-A-S-I-N-O!"],
    ["with several separators", "c . a . s . i . n . o"],
    ["over lines", "c\na\ns\ni\nn\no"],
    ["with a digit", "best cas1no in town"],
    ["with digits for half of its letters", "c4s1n0"],
    ["with signs", "ca$!no"],
    ["spaced, with digits", "v 1 a g r 4"],
    ["with an end of its own, if it ends in *", "cas1nos"],
    ["in capitals", "V1AGRA"],
    ["in Cyrillic", "с у к а"],
  ])("%s: %s", (_, text) => {
    expect(FILTER.judge(text)).toBe("reject");
    expect(PLAIN.judge(text)).toBeUndefined();
  });
});

test("P9.25 no innocent text is taken for a variant of a blocked word", () => {
  expect(INNOCENT_TEXTS.length).toBeGreaterThan(200);
  const found = INNOCENT_TEXTS.filter((text) => FILTER.judge(text) !== undefined);
  expect(found).toEqual([]);
});

test("P9.25 a long text is judged in time that grows no faster than it does", () => {
  const filter = new WordFilter(
    { reject: Array.from({ length: 100 }, (_, index) => `casino${index}x`), hide: [] },
    true,
  );
  const begun = process.cpuUsage();
  filter.judge("c a s i n o 1 ".repeat(290));
  filter.judge("cas1n0".repeat(660));
  // Some milliseconds each; quadratic time would be minutes. A busy machine adds nothing to the time of the processor.
  expect(process.cpuUsage(begun).user).toBeLessThan(2_000_000);
});
