/** A page that is zoomed in shows less of itself as well, and must not be laid out again. */
const MAX_SCALE = 1.01;

/**
 * Keeps the room within the visible part. Safari's keyboard shrinks only the visual viewport, and would cover the composer.
 *
 * @returns a function that stops it
 */
export function followViewport(): () => void {
  const { visualViewport } = window;
  if (visualViewport === null) return () => {};
  const { style } = document.documentElement;
  const follow = () => {
    const { height, offsetTop, scale } = visualViewport;
    const isCovered = scale < MAX_SCALE && Math.round(height) < innerHeight;
    style.setProperty("--parley-visible-height", isCovered ? `${height}px` : null);
    style.setProperty("--parley-visible-top", isCovered ? `0 ${offsetTop}px` : null);
  };
  follow();
  const ending = new AbortController();
  for (const type of ["resize", "scroll"]) visualViewport.addEventListener(type, follow, { signal: ending.signal });
  return () => ending.abort();
}
