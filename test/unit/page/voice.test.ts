import { expect, test } from "vitest";
import { clockText } from "../../../src/page/i18n/time-text.ts";
import { barsOf, secondsText, waveformOf } from "../../../src/page/lazy/voice/waveform.ts";

test("P12.26 a waveform has the loudest measurement of each part, compared with the loudest of all", () => {
  const levels = Array.from({ length: 480 }, (_, index) => (index === 0 ? 0.5 : index < 10 ? 0.1 : index / 1_000));
  const waveform = waveformOf(levels);
  expect(waveform).toBe("f111122233344445556667777888999aaaabbbcccddddeee");
});

test("silence and a sound shorter than a waveform have one too", () => {
  expect(waveformOf([])).toBe("0");
  expect(waveformOf([0, 0])).toBe("00");
  expect(waveformOf([0.1, 0.2, 0])).toBe("8f0");
});

test("what another client sends as a waveform is drawn as far as it is one", () => {
  expect(barsOf("0f")).toEqual([0, 1]);
  expect(barsOf("?f")).toEqual([0, 1]);
  expect(barsOf("f".repeat(10_000))).toHaveLength(64);
});

test.each([
  [0, "0:00", "0 seconds"],
  [999, "0:00", "0 seconds"],
  [65_000, "1:05", "65 seconds"],
  [300_000, "5:00", "300 seconds"],
])("%d ms are %s, and read aloud %s", (ms, text, spoken) => {
  expect(clockText(ms)).toBe(text);
  expect(secondsText("en-GB", ms)).toBe(spoken);
});
