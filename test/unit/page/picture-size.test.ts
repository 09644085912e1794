import { expect, test } from "vitest";
import { extensionOf, kindOf, sizeText } from "../../../src/page/lazy/files/file-kind.ts";
import { boxOf, fitInto, GRID_COLUMNS, gridRows, gridSpans } from "../../../src/page/lazy/files/picture-size.ts";

test("a photo of a phone is reduced with its proportions, and a small one stays", () => {
  const most = { width: 2_560, height: 2_560 };
  expect(fitInto({ width: 4_000, height: 3_000 }, most)).toEqual({ width: 2_560, height: 1_920 });
  expect(fitInto({ width: 3_000, height: 4_000 }, most)).toEqual({ width: 1_920, height: 2_560 });
  expect(fitInto({ width: 30, height: 20 }, most)).toEqual({ width: 30, height: 20 });
  expect(fitInto({ width: 100_000, height: 1 }, most)).toEqual({ width: 2_560, height: 1 });
});

test("the box of a picture in the log is known before it loads, never too small for a finger, and has a size without one", () => {
  expect(boxOf({ width: 4_000, height: 3_000 })).toEqual({ width: 400, height: 300 });
  expect(boxOf({ width: 1, height: 1 })).toEqual({ width: 48, height: 48 });
  expect(boxOf({})).toEqual({ width: 320, height: 240 });
});

test.each([
  [2, [2]],
  [3, [3]],
  [4, [2, 2]],
  [5, [2, 3]],
  [7, [2, 2, 3]],
  [10, [2, 2, 3, 3]],
])("%i pictures stand in rows of %j", (count, rows) => {
  expect(gridRows(count)).toEqual(rows);
  const spans = gridSpans(count);
  expect(spans).toHaveLength(count);
  expect(spans.reduce((sum, span) => sum + span, 0)).toBe(rows.length * GRID_COLUMNS);
});

test.each([
  ["image/png", "picture"],
  ["image/svg+xml", "file"],
  ["image/heic", "file"],
  ["video/mp4", "video"],
  ["audio/ogg; codecs=opus", "audio"],
  ["application/pdf", "file"],
  ["", "file"],
])("a file of type %j is shown as a %s", (type, kind) => {
  expect(kindOf(type)).toBe(kind);
});

test("the icon of a file has the end of its name", () => {
  expect(["notes.pdf", "a.b.tar", "README", "archive.toolong", "fake.<b>"].map(extensionOf)).toEqual([
    "PDF",
    "TAR",
    "",
    "",
    "",
  ]);
});

test("sizes are in the units of the language", () => {
  expect([0, 999, 1_500, 2_340_000].map((bytes) => sizeText("en", bytes))).toEqual([
    "0 bytes",
    "999 bytes",
    "2 kB",
    "2.3 MB",
  ]);
  expect(sizeText("de", 2_340_000)).toBe("2,3 MB");
});
