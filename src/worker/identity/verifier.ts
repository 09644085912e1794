import { type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from "jose";
import { JOSEError, JWTClaimValidationFailed } from "jose/errors";
import type { Identity } from "../../protocol/identity.ts";
import type { SignInFailure } from "../base/logger.ts";
import type { Issuer } from "../config/identity-config.ts";
import { CLOCK_TOLERANCE_S, readClaims, timeFault } from "./claims.ts";
import { KeySet, type KeySetPorts, KeysUnavailable } from "./key-set.ts";

/** Maximum length of a token in UTF-16 units, the usual limit of a header. Longer tokens are not decoded at all. */
const MAX_TOKEN_LENGTH = 8 * 1024;

/**
 * Allowed algorithms per kind of key. The token's header can only choose among these: neither `none`, nor HS256 with a
 * public key as its secret (RFC 8725, 3.1).
 */
const ALGORITHMS = { secret: ["HS256"], jwks: ["RS256", "ES256", "EdDSA"] } as const;

/** Result of verifying a token. */
export type Verdict =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly code: "bad_token" }
  /** Unknown: the keys are not available. */
  | { readonly ok: false; readonly code: "identity_unavailable" /** Milliseconds. */; readonly retryAfter: number };

const BAD_TOKEN: Verdict = { ok: false, code: "bad_token" };

/** Dependencies of {@link Verifier}. */
export interface VerifierPorts extends KeySetPorts {
  /** Logs why a sign-in failed. The reason contains no part of the token. */
  readonly log: (failure: SignInFailure, reason: string) => void;
}

/** Verifies tokens of one issuer (P8.1). */
export class Verifier {
  readonly #issuer: Issuer;
  readonly #ports: VerifierPorts;
  readonly #keyFor: JWTVerifyGetKey;

  constructor(issuer: Issuer, ports: VerifierPorts) {
    this.#issuer = issuer;
    this.#ports = ports;
    this.#keyFor = keysOf(issuer.key, ports);
  }

  /**
   * Verifies a token.
   *
   * @param room normalized name of the room to enter
   * @returns the result; the promise never rejects
   */
  async verify(token: string, room: string): Promise<Verdict> {
    if (token.length > MAX_TOKEN_LENGTH) return this.#refuse("token too long");
    try {
      const { payload } = await jwtVerify(token, this.#keyFor, optionsOf(this.#issuer, this.#ports.now()));
      const { issuer, maxDays } = this.#issuer;
      const read = readClaims(payload, { issuer, maxDays, now: this.#ports.now(), room });
      if (!read.ok) return this.#refuse(read.error);
      const { identity, ignored } = read.value;
      for (const reason of ignored) this.#ports.log("claim_ignored", reason);
      return { ok: true, identity };
    } catch (error) {
      if (error instanceof KeysUnavailable) {
        this.#ports.log("keys_unavailable", error.message);
        return { ok: false, code: "identity_unavailable", retryAfter: error.retryAfter };
      }
      // jose finds a `nbf` in milliseconds too early, which says nothing about its unit.
      const fault =
        error instanceof JWTClaimValidationFailed ? timeFault(error.payload, this.#ports.now(), undefined) : undefined;
      if (fault !== undefined) return this.#refuse(fault);
      return this.#refuse(reasonOf(error));
    }
  }

  #refuse(reason: string): Verdict {
    this.#ports.log("token_refused", reason);
    return BAD_TOKEN;
  }
}

function keysOf(key: Issuer["key"], ports: KeySetPorts): JWTVerifyGetKey {
  if (key.kind === "secret") return async () => key.secret;
  const keys = new KeySet(key.url, ports);
  return (header, token) => keys.keyFor(header, token);
}

function optionsOf({ audience, issuer, key }: Issuer, now: number): JWTVerifyOptions {
  return {
    algorithms: [...ALGORITHMS[key.kind]],
    issuer,
    audience,
    requiredClaims: ["exp", "sub"],
    clockTolerance: CLOCK_TOLERANCE_S,
    currentDate: new Date(now),
  };
}

/** Describes an error for the log. jose's codes name the problem and the claim, never its value. */
function reasonOf(error: unknown): string {
  if (error instanceof JWTClaimValidationFailed) return `${error.code} (${error.claim}: ${error.reason})`;
  return error instanceof JOSEError ? error.code : "unreadable token";
}
