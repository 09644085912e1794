/**
 * Does something that would disturb a reader, once, at the moment when the page is put aside: another tab or program comes
 * in front. What is being typed is kept by then, and nobody looks. A page that is aside already is not touched: what it
 * tells of unread messages would be lost.
 */
export function whenQuiet(run: () => void): void {
  const ifHidden = () => {
    if (document.visibilityState !== "hidden" || document.querySelector("dialog[open]") !== null) return;
    document.removeEventListener("visibilitychange", ifHidden);
    run();
  };
  document.addEventListener("visibilitychange", ifHidden);
}
