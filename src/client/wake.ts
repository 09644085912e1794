/**
 * Tells when a page has reason to look for its room: it is online again, or in front again. Where there is no page, as
 * in Node and in Workers, it never does.
 *
 * @param wake called each time
 * @returns a function that ends it
 */
export function onPageWake(wake: () => void): () => void {
  if (typeof document === "undefined") return () => {};
  const ifVisible = () => {
    if (document.visibilityState === "visible") wake();
  };
  document.addEventListener("visibilitychange", ifVisible);
  globalThis.addEventListener("online", wake);
  return () => {
    document.removeEventListener("visibilitychange", ifVisible);
    globalThis.removeEventListener("online", wake);
  };
}
