import * as v from "valibot";
import type { TokenSource } from "../../client/index.ts";
import { parseJson } from "../../protocol/json.ts";

/** Milliseconds before a token expires when the frame asks for the next one. */
const AHEAD_MS = 60_000;
/** Longest delay of a timer. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The host's answer to a question for a token. */
export interface TokenAnswer {
  /** Absent for a guest. */
  readonly token: string | undefined;
  /** Whether the room has refused the token before. */
  readonly isRefused: boolean;
}

export interface HostTokenPorts {
  /** Asks the host. `retry` tells that the room has refused the last token. */
  ask(retry: boolean): Promise<string | undefined>;
  /** The user is another one from now on. */
  replace(next: TokenAnswer): void;
}

/** Tokens of the host for one user, which stay in memory. */
export interface HostTokens {
  /** Called before each connection. */
  readonly source: TokenSource;
  /** Whether the room has accepted a token of this user. */
  readonly isSignedIn: boolean;
  /** Asks whether there is a token. If so, the next connection uses it. */
  has(): Promise<boolean>;
  /** The host has another token, of this user or of another. */
  changed(token: string | undefined): void;
  /** The room has accepted the last token. */
  accepted(): void;
  stop(): void;
}

/**
 * Asks the host for a token when the room needs one, and for the next one before it expires.
 *
 * @param next an answer that is there already
 */
export function createHostTokens({ ask, replace }: HostTokenPorts, next?: TokenAnswer): HostTokens {
  let last: string | undefined;
  /** Whether the room has not accepted the last token. */
  let isUnproven = next?.isRefused === true;
  /** The user whose token the room has accepted. */
  let person: string | undefined;
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
      const renewed = await ask(false);
      if (renewed !== undefined) next = { token: renewed, isRefused: false };
      plan(renewed);
    }, delay);
  };
  return {
    async source() {
      const token = next === undefined ? await ask(isUnproven) : next.token;
      next = undefined;
      const isRefused = token === undefined && isUnproven;
      const isOther = token !== undefined && person !== undefined && personOf(token) !== person;
      const hadOne = last !== undefined || person !== undefined;
      if (isOther || (isRefused && hadOne)) replace({ token, isRefused });
      else plan(token);
      // Without a new token, the client sends the one that the room has accepted.
      isUnproven = token !== undefined || isRefused || person !== undefined;
      last = token;
      return token;
    },
    get isSignedIn() {
      return person !== undefined;
    },
    async has() {
      next ??= { token: await ask(false), isRefused: false };
      return next.token !== undefined;
    },
    changed(token) {
      if (personOf(token) !== personOf(last)) replace({ token, isRefused: false });
      else next = { token, isRefused: false };
    },
    accepted() {
      person = personOf(last) ?? person;
      if (person !== undefined) isUnproven = false;
    },
    stop: () => clearTimeout(timer),
  };
}

/** When a JWT expires, in milliseconds since 1970; `undefined` if it doesn't say. The room alone verifies it. */
export function expiryOf(token: string): number | undefined {
  const expiry = claimsOf(token).exp;
  return typeof expiry === "number" ? expiry * 1_000 : undefined;
}

/** Tells the users of tokens apart: the subject of a JWT, or any other token itself. */
function personOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const { iss, sub } = claimsOf(token);
  return sub === undefined ? token : JSON.stringify([iss, sub]);
}

const Claims = v.record(v.string(), v.unknown());

function claimsOf(token: string): v.InferOutput<typeof Claims> {
  try {
    const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
    const claims = v.safeParse(Claims, parseJson(atob(payload)));
    return claims.success ? claims.output : {};
  } catch {
    return {};
  }
}
