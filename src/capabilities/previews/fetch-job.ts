import type { JobContext } from "../../worker/object/capability.ts";
import type { PreviewStore } from "./preview-store.ts";
import { FETCH_JOB, STORE_JOB } from "./previews.ts";

/** Links that are looked up together. The platform has six connections at once, and a picture may want one. */
const AT_ONCE = 4;

/** Looks up the links that wait, and schedules the turn that stores the results. */
export async function fetchWaiting(
  store: PreviewStore,
  schedule: JobContext["schedule"],
  now: JobContext["now"],
): Promise<void> {
  const waiting = store.waiting(AT_ONCE);
  if (waiting.length === 0) return;
  // With the parser of markup, which is compiled only when a message has a link.
  const { findPreview } = await import("./find-preview.ts");
  await Promise.all(
    waiting.map(async (lookup) => {
      const known = store.find(lookup.target)?.url;
      store.answer(lookup, await findPreview(lookup.text, known, fetch));
    }),
  );
  schedule(STORE_JOB, now());
  if (store.waiting(1).length > 0) schedule(FETCH_JOB, now());
}
