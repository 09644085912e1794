const NETWORK_CHANGES = ["online", "offline"];

/**
 * Calls back when a page goes online or offline, or becomes visible: good moments to reconnect, or to check the connection.
 * Does nothing outside of pages, as in Node and Workers.
 *
 * @returns removes the listeners
 */
export function onReconnectTrigger(wake: () => void): () => void {
  // No platform's types fit all of them. Only pages have a document, and their global object receives `online`.
  const { document } = globalThis as { document?: EventTarget & { readonly visibilityState: string } };
  if (document === undefined) return () => {};
  const page = globalThis as unknown as EventTarget;
  const ifVisible = () => {
    if (document.visibilityState === "visible") wake();
  };
  document.addEventListener("visibilitychange", ifVisible);
  for (const change of NETWORK_CHANGES) page.addEventListener(change, wake);
  return () => {
    document.removeEventListener("visibilitychange", ifVisible);
    for (const change of NETWORK_CHANGES) page.removeEventListener(change, wake);
  };
}
