import { language } from "../../i18n/language.ts";

/**
 * Renders dates again when a day begins: "Today" has become "Yesterday".
 *
 * @returns a function that stops it
 */
export function followMidnight(): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    timer = setTimeout(
      () => {
        language.set({ ...language.value });
        wait();
      },
      new Date().setHours(24, 0, 0, 0) - Date.now(),
    );
  };
  wait();
  return () => clearTimeout(timer);
}
