// Caches the page's own files, so that it opens offline. Messages are the client's responsibility (docs/decisions.md).
import { Files } from "./files.ts";
import { isPagePath } from "./page-path.ts";

// The library's types cover every kind of worker, and can't know that this is a service worker.
declare const self: ServiceWorkerGlobalScope;

/** The paths of all files of this build. Inserted by the build. */
declare const PARLEY_FILES: readonly string[];
/** A hash of this build's files. Inserted by the build. */
declare const PARLEY_VERSION: string;

const files = new Files(caches, PARLEY_VERSION, PARLEY_FILES);

self.addEventListener("install", (event) => {
  // A page of an older build keeps working with this worker, which finds that build's files as well.
  event.waitUntil(files.install().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([files.dropOldest(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (mode === "navigate") {
    if (isPagePath(pathname)) event.respondWith(files.answer("/", event.request));
  } else if (PARLEY_FILES.includes(pathname) || pathname.startsWith("/assets/")) {
    event.respondWith(files.answer(pathname, event.request));
  }
});
