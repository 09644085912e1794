import { Deadline } from "../base/deadline.ts";
import { readBounded } from "./bounded-body.ts";
import { publicUrl } from "./public-url.ts";

/** Redirects that are followed. Shorteners and `http` to `https` take two. */
const MAX_REDIRECTS = 3;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * A header of every request for a preview. A request that has it gets no picture from here: an address of ours, even through
 * others, cannot make this server ask itself.
 */
export const PREVIEW_HEADER = "parley-preview";

/** Sites can tell by it who asks, and refuse. */
const USER_AGENT = "Parley (link preview)";

/** How to ask another site. */
export interface Asking {
  readonly accept: string;
  /** Milliseconds for all of it, redirects and the body included. */
  readonly timeoutMs: number;
  /** Bytes of the body that are read. */
  readonly maxBytes: number;
  /** How a longer body is treated. */
  readonly beyond: "cut" | "refuse";
}

/** The answer of another site. */
export interface Answered {
  /** After redirects. */
  readonly url: URL;
  readonly type: string;
  readonly body: Uint8Array;
}

/**
 * Asks another site for something that anyone may see: without cookies, and each redirect is checked as the first address
 * is.
 *
 * @returns `undefined` if there is nothing to have, for whatever reason
 */
export async function fetchPublic(
  address: string,
  { accept, beyond, maxBytes, timeoutMs }: Asking,
  send: typeof fetch,
): Promise<Answered | undefined> {
  const headers = { accept, "user-agent": USER_AGENT, [PREVIEW_HEADER]: "1" };
  using deadline = new Deadline(timeoutMs);
  const { signal } = deadline;
  try {
    let url = publicUrl(address);
    for (let redirects = 0; url !== undefined && redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await send(url.href, { headers, redirect: "manual", signal });
      if (REDIRECTS.has(response.status)) {
        await response.body?.cancel();
        url = publicUrl(response.headers.get("location") ?? "", url);
        continue;
      }
      const isTooLong = beyond === "refuse" && Number(response.headers.get("content-length")) > maxBytes;
      const body = response.ok && !isTooLong ? await readBounded(response, maxBytes, beyond, signal) : undefined;
      if (body === undefined) await response.body?.cancel().catch(() => {});
      return body && { url, type: response.headers.get("content-type") ?? "", body };
    }
  } catch {
    // Too slow, unreachable, or broken: then there is no preview, and no reason is given.
  }
  return undefined;
}
