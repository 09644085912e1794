import { MAX_VOICE_PEAKS } from "../../../protocol/limits.ts";

/** Bars of a waveform that is sent. */
const BARS = 48;

/** The highest digit of a waveform (P12.26). */
const LOUDEST = 15;

/**
 * Draws the waveform of a sound from its measured loudness: the loudest of each part. The loudest of all is `f`, so that a quiet voice
 * has a shape too.
 *
 * @param levels from 0 to 1, evenly spaced
 * @returns a hexadecimal digit for each part (P12.26)
 */
export function waveformOf(levels: readonly number[]): string {
  const parts = Math.max(1, Math.min(BARS, levels.length));
  const peaks = Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * levels.length) / parts);
    return Math.max(0, ...levels.slice(from, Math.floor(((part + 1) * levels.length) / parts)));
  });
  const loudest = Math.max(...peaks);
  return peaks.map((peak) => (loudest === 0 ? "0" : Math.round((peak / loudest) * LOUDEST).toString(16))).join("");
}

/** The bars of a waveform, from 0 to 1. Another client may have sent anything: what is no digit is silent. */
export function barsOf(peaks: string): readonly number[] {
  return [...peaks.slice(0, MAX_VOICE_PEAKS)].map((digit) => (Number.parseInt(digit, 16) || 0) / LOUDEST);
}

/** A length of time for a screen reader, in whole seconds: "65 seconds". */
export function secondsText(locale: string, ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return new Intl.NumberFormat(locale, { style: "unit", unit: "second", unitDisplay: "long" }).format(seconds);
}
