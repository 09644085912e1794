import type { AllWords } from "./catalogue.ts";

/** Units of time, longest first. */
const UNITS = [
  { unit: "day", letter: "d", ms: 24 * 60 * 60 * 1_000 },
  { unit: "hour", letter: "h", ms: 60 * 60 * 1_000 },
  { unit: "minute", letter: "m", ms: 60 * 1_000 },
  { unit: "second", letter: "s", ms: 1_000 },
] as const;

/** Formats a duration in the longest unit that divides it. */
export function durationText({ format }: AllWords, ms: number): string {
  const { unit, ms: one } = UNITS.find((candidate) => ms >= candidate.ms && ms % candidate.ms === 0) ?? UNITS[3];
  return new Intl.NumberFormat(format.locale, { style: "unit", unit, unitDisplay: "long" }).format(
    Math.round(ms / one),
  );
}

/**
 * Parses a duration of a command: `30s`, `10m`, `1h`, `7d`.
 *
 * @returns milliseconds
 */
export function parseDuration(text: string): number | undefined {
  const [, count, letter] = /^(\d{1,6})([smhd])$/i.exec(text) ?? [];
  const unit = UNITS.find((candidate) => candidate.letter === letter?.toLowerCase());
  return unit === undefined || Number(count) === 0 ? undefined : Number(count) * unit.ms;
}

/** A time of today, or a short date with the time, to the minute. */
export function momentText({ format }: AllWords, at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  if (isToday) return format.time(at);
  return new Intl.DateTimeFormat(format.locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** A length of time as a clock shows it: `1:05`, `1:00:00`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const twoDigits = (value: number) => String(value % 60).padStart(2, "0");
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}:${twoDigits(seconds)}` : `${hours}:${twoDigits(minutes)}:${twoDigits(seconds)}`;
}
