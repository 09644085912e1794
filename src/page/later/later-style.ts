/** Where the build put the styles of what is loaded behind the page. */
declare const PARLEY_LATER_STYLE: string;

/** Loads the styles of what is loaded behind the page. Resolves when they are there, or cannot be had. */
export function loadLaterStyle(): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = PARLEY_LATER_STYLE;
    link.addEventListener("load", () => resolve());
    // Without a network and not kept: what it looks like matters less than what it does.
    link.addEventListener("error", () => resolve());
    document.head.append(link);
  });
}
