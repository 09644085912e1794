/**
 * Runs something disruptive once, at the moment when the page is hidden: the draft is saved and no one is reading. A
 * page that is already hidden is left alone, so that its unread badge is not lost.
 */
export function whenHidden(run: () => void): void {
  const ifHidden = () => {
    if (document.visibilityState !== "hidden" || document.querySelector("dialog[open]") !== null) return;
    document.removeEventListener("visibilitychange", ifHidden);
    run();
  };
  document.addEventListener("visibilitychange", ifHidden);
}

const WORKER = "/service-worker.js";

let registration: ServiceWorkerRegistration | undefined;

/**
 * Registers the service worker that makes the page open offline. Without one (over plain HTTP, in some private windows)
 * the page works all the same.
 */
export async function keepOffline(): Promise<void> {
  // Missing outside HTTPS, whatever the types say.
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (workers === undefined) return;
  reloadAfterUpdate(workers);
  try {
    // The worker downloads every file of the page, so the page comes first.
    await loaded();
    registration = await workers.register(trusted(WORKER), { updateViaCache: "none" });
  } catch {
    // Storage may be disabled, or the browser is offline.
  }
}

/**
 * Checks for a newer page. Browsers do so only on navigation, but a chat stays open for days. A deployment closes every
 * connection, so each reconnect is a good time to check.
 */
export function lookForUpdate(): void {
  registration?.update().catch(() => {
    // The browser is offline.
  });
}

/** Reloads the page once a newer build controls it, when it is hidden. */
function reloadAfterUpdate(workers: ServiceWorkerContainer): void {
  let isControlled = workers.controller !== null;
  let isRenewing = false;
  workers.addEventListener("controllerchange", () => {
    // The first worker belongs to this build.
    if (isControlled && !isRenewing) {
      isRenewing = true;
      whenHidden(() => location.reload());
    }
    isControlled = true;
  });
}

function loaded(): Promise<unknown> {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => addEventListener("load", resolve, { once: true }));
}

/** The part of Trusted Types that is used here. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** The page's policy (public/_headers) requires Trusted Types for script URLs. This URL is a constant. */
function trusted(url: typeof WORKER): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy("parley-worker", { createScriptURL: () => url }).createScriptURL(url) ?? url;
}
