// Keeps the page's own files, so that it opens without a network. What is said in a room is none of its business: that is
// the client's (docs/decisions.md).
import { Files } from "./files.ts";
import { isPagePath } from "./page-path.ts";

// The types of a worker in general are those of every kind of worker; which kind this is, only we know.
declare const self: ServiceWorkerGlobalScope;

/** The paths of all files of this build. The build puts them in. */
declare const PARLEY_FILES: readonly string[];
/** Tells this build from every other, by the content of its files. The build puts it in. */
declare const PARLEY_VERSION: string;

const files = new Files(caches, PARLEY_VERSION, PARLEY_FILES);

self.addEventListener("install", (event) => {
  // A page of an earlier build works on under this worker, which finds that build's files as well.
  event.waitUntil(files.keep().then(() => self.skipWaiting()));
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
