import type { AllWords } from "../i18n/catalogue.ts";

/** A moment: the time, where that is today; else the day as well. */
export function momentWords({ format }: AllWords, at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? format.time(at) : format.dayAndTime(at);
}
