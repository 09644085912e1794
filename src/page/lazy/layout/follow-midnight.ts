import { language } from "../../i18n/language.ts";

/** Renders all dates and times again. */
const renderTimes = () => language.set({ ...language.value });

/**
 * Renders dates again when a day begins, as "Today" has become "Yesterday", and when a traveler's device is in another time
 * zone.
 *
 * @returns a function that stops it
 */
export function followMidnight(): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let zone = new Date().getTimezoneOffset();
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        renderTimes();
        wait();
      },
      new Date().setHours(24, 0, 0, 0) - Date.now(),
    );
  };
  const lookAtZone = () => {
    const now = new Date().getTimezoneOffset();
    if (now === zone) return;
    zone = now;
    renderTimes();
    wait();
  };
  wait();
  document.addEventListener("visibilitychange", lookAtZone);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", lookAtZone);
  };
}
