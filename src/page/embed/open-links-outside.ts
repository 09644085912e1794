/** Opens each link in a new tab: no other page of this site may be in another site's frame. */
export function openLinksOutside(): void {
  document.addEventListener(
    "click",
    ({ target }) => {
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
      // A link to a message stays in the frame.
      if (link === null || link.getAttribute("href")?.startsWith("#")) return;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    },
    { capture: true },
  );
}
