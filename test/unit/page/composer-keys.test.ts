import { expect, test } from "vitest";
import { endsInFence } from "../../../src/page/lazy/composer/fence.ts";
import { toggledMark } from "../../../src/page/lazy/composer/toggle-mark.ts";

test.each([
  ["```", true],
  ["```js\nconst a = 1;", true],
  ["text\n~~~\ncode", true],
  ["````\n```", true],
  ["```\ncode\n```", false],
  ["```\ncode\n```\nand more", false],
  ["```\n~~~", true],
  ["``` closes not ```", false],
  ["look: ```", false],
  ["``", false],
  ["", false],
])("%j ends in an open fence: %s", (text, isOpen) => {
  expect(endsInFence(text)).toBe(isOpen);
});

/** Marks the words between `[` and `]`, and shows the new selection in the same way. */
function toggled(text: string, stars: 1 | 2): string {
  const [before = "", selected = "", after = ""] = text.split(/[[\]]/);
  const value = before + selected + after;
  const { from, selection, text: next, to } = toggledMark(value, before.length, before.length + selected.length, stars);
  const changed = value.slice(0, from) + next + value.slice(to);
  const [start, end] = selection;
  return `${changed.slice(0, start)}[${changed.slice(start, end)}]${changed.slice(end)}`;
}

test.each([
  ["so [good]", 2, "so **[good]**"],
  ["so **[good]**", 2, "so [good]"],
  ["so [good]", 1, "so *[good]*"],
  ["so **[good]**", 1, "so ***[good]***"],
  ["so ***[good]***", 1, "so **[good]**"],
  ["so ***[good]***", 2, "so *[good]*"],
  ["[so good ]", 2, "**[so good]** "],
  ["so []", 2, "so **[]**"],
  ["in[side]", 1, "in*[side]*"],
] as const)("%s with %i asterisks is %s", (before, stars, after) => {
  expect(toggled(before, stars)).toBe(after);
});
