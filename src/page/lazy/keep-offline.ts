/**
 * Does something that would disturb a reader, once, at the moment when the page is put aside: another tab or program comes
 * in front. What is being typed is kept by then, and nobody looks. A page that is aside already is not touched: what it
 * tells of unread messages would be lost.
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
 * Has the browser keep the page, so that it opens without a network. Where it cannot (over plain HTTP from another
 * machine, in some private windows), the page works all the same.
 */
export async function keepOffline(): Promise<void> {
  // Absent where the page did not come over HTTPS, whatever the types say.
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (workers === undefined) return;
  reloadAfterUpdate(workers);
  try {
    // The worker loads every file of the page, so the page comes first.
    await loaded();
    registration = await workers.register(trusted(WORKER), { updateViaCache: "none" });
  } catch {
    // Storage may be switched off, or there is no network and there never was.
  }
}

/**
 * Looks for a newer page. A browser does so only when a page is opened, and a chat stays open for days; a deployment
 * closes every connection, so coming back is when to look.
 */
export function lookForUpdate(): void {
  registration?.update().catch(() => {
    // Without a network there is nothing newer.
  });
}

/** A page whose files were taken over by a newer build loads that, once and when it disturbs nobody. */
function reloadAfterUpdate(workers: ServiceWorkerContainer): void {
  let isControlled = workers.controller !== null;
  let isRenewing = false;
  workers.addEventListener("controllerchange", () => {
    // The first worker is that of this very page.
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

/** As much of a browser's Trusted Types as is used here. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** The policy of the page (public/_headers) lets no script be named by a mere text; this one address is ours. */
function trusted(url: typeof WORKER): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy("parley-worker", { createScriptURL: () => url }).createScriptURL(url) ?? url;
}
