import { Deadline } from "../../worker/base/deadline.ts";
import type { Scanner } from "../../worker/config/file-config.ts";
import { webhookHeaders } from "../../worker/outgoing/webhook-signature.ts";
import type { FileStore } from "./file-store.ts";
import { describeFile } from "./scan-description.ts";
import type { StoredFile } from "./stored-file.ts";

/** Milliseconds for sending a file and for the answer: 100 MiB at the speed of a slow scanner. */
const TIMEOUT_MS = 60_000;

/**
 * Statuses by which a scanner rejects a file. 406 is what ClamAV's services over HTTP answer, and 413 that they don't look into
 * files of this size. 401 and 403 are missing, because a firewall answers them as well.
 */
const REJECTED: ReadonlySet<number> = new Set([406, 413, 422]);

/** The header that says what the body is. Its text is what the signature signs. */
const ABOUT_HEADER = "parley-file";

const USER_AGENT = "Parley (file scan)";

/** How to ask a scanner. */
export interface Asking {
  readonly send: typeof fetch;
  readonly now: () => number;
  readonly timeoutMs?: number;
}

/** The answer of a scanner. Without one, `reason` says why, for the log. */
export type Verdict =
  | { readonly verdict: "clean" | "rejected" }
  | { readonly verdict: "unavailable"; readonly reason: string };

/**
 * Sends the bytes of a stored file to the scanner (P12.20). They stream, so that no file is in memory as a whole. Never throws:
 * everything but a clear answer is none.
 */
export async function scan(
  store: FileStore,
  room: string,
  file: StoredFile,
  { secret, url }: Scanner,
  { now, send, timeoutMs = TIMEOUT_MS }: Asking,
): Promise<Verdict> {
  const about = describeFile(room, file);
  using deadline = new Deadline(timeoutMs);
  const timeout = deadline.signal;
  const decided = new AbortController();
  const signal = AbortSignal.any([timeout, decided.signal]);
  try {
    const headers = {
      "content-type": "application/octet-stream",
      "user-agent": USER_AGENT,
      [ABOUT_HEADER]: about,
      ...webhookHeaders({ id: file.id, at: now(), body: about }, [secret]),
    };
    const { readable, writable } = new FixedLengthStream(file.size);
    const bytes = await store.read(file.id, { start: 0, end: file.size });
    const sent = bytes.pipeTo(writable, { signal }).then(
      () => true,
      () => false,
    );
    // A pipe whose reader has stopped doesn't always end with the signal.
    const late = new Promise<false>((resolve) => timeout.addEventListener("abort", () => resolve(false)));
    const response = await send(url, { method: "POST", headers, body: readable, redirect: "manual", signal });
    // The status says everything.
    response.body?.cancel().catch(() => {});
    if (REJECTED.has(response.status)) return { verdict: "rejected" };
    if (!response.ok) return { verdict: "unavailable", reason: `status ${response.status}` };
    // An answer to half of a file says nothing of the rest.
    return (await Promise.race([sent, late]))
      ? { verdict: "clean" }
      : { verdict: "unavailable", reason: "answered too early" };
  } catch {
    return { verdict: "unavailable", reason: timeout.aborted ? "timeout" : "unreachable" };
  } finally {
    // The rest of the file need not be sent.
    decided.abort();
  }
}
