/**
 * Tells when a page has reason to look for its room: it is online again, or in front again. Where there is no page, as
 * in Node and in Workers, it never does.
 *
 * @param wake called each time
 * @returns a function that ends it
 */
export function onReconnectTrigger(wake: () => void): () => void {
  // The types of no one platform hold on all: a page has a document, and its global object is where `online` arrives.
  const { document } = globalThis as { document?: EventTarget & { readonly visibilityState: string } };
  if (document === undefined) return () => {};
  const page = globalThis as unknown as EventTarget;
  const ifVisible = () => {
    if (document.visibilityState === "visible") wake();
  };
  document.addEventListener("visibilitychange", ifVisible);
  page.addEventListener("online", wake);
  return () => {
    document.removeEventListener("visibilitychange", ifVisible);
    page.removeEventListener("online", wake);
  };
}
