import * as v from "valibot";
import type { TokenSource } from "../../client/index.ts";
import { parseJson } from "../../protocol/json.ts";

/** Milliseconds before a token expires when the frame asks for the next one. */
const AHEAD_MS = 60_000;
/** Longest delay of a timer. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Tokens of the host, which stay in memory. */
export interface HostTokens {
  /** Called before each connection. */
  readonly source: TokenSource;
  /** Asks whether there is a token. If so, the next connection uses it. */
  has(): Promise<boolean>;
  /** The room has accepted the last token. */
  accepted(): void;
  stop(): void;
}

/**
 * Asks the host for a token when the room needs one, and for the next one before it expires.
 *
 * @param ask `retry` tells that the room has refused the last one
 */
export function createHostTokens(ask: (retry: boolean) => Promise<string | undefined>): HostTokens {
  /** A token that was asked for ahead of time. */
  let next: string | undefined;
  let isUnproven = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = (token: string | undefined) => {
    clearTimeout(timer);
    const expiry = token === undefined ? undefined : expiryOf(token);
    if (expiry === undefined) return;
    const left = expiry - Date.now();
    // A token for a few minutes is renewed halfway.
    const delay = Math.max(left - AHEAD_MS, left / 2);
    if (delay <= 0 || delay > MAX_DELAY_MS) return;
    timer = setTimeout(async () => {
      next = await ask(false);
      plan(next);
    }, delay);
  };
  return {
    async source() {
      const token = next ?? (await ask(isUnproven));
      next = undefined;
      isUnproven = token !== undefined;
      plan(token);
      return token;
    },
    async has() {
      next ??= await ask(false);
      return next !== undefined;
    },
    accepted() {
      isUnproven = false;
    },
    stop: () => clearTimeout(timer),
  };
}

const Expiring = v.object({ exp: v.number() });

/** When a JWT expires, in milliseconds since 1970; `undefined` if it doesn't say. The room alone verifies it. */
export function expiryOf(token: string): number | undefined {
  try {
    const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
    const claims = v.safeParse(Expiring, parseJson(atob(payload)));
    return claims.success ? claims.output.exp * 1_000 : undefined;
  } catch {
    return undefined;
  }
}
