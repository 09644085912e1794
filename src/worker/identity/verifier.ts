import { type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from "jose";
import { JOSEError, JWTClaimValidationFailed } from "jose/errors";
import type { Identity } from "../../protocol/identity.ts";
import { readClaims } from "./claims.ts";
import { KeySet, type KeySetPorts, KeysUnavailable } from "./key-set.ts";

/** Seconds by which the clocks of two servers may differ. */
const CLOCK_TOLERANCE_S = 10;

/** UTF-16 units of a token: what servers take as a header. Nothing of a longer one is decoded. */
const MAX_TOKEN_LENGTH = 8 * 1024;

/** Whose tokens are believed, and by what they are verified. */
export interface Issuer {
  /** To the letter, as its `iss` says it. */
  readonly issuer: string;
  /** One that its `aud` has to name. */
  readonly audience: string;
  readonly key: SharedSecret | PublicKeys;
}

/** HS256: whoever verifies could sign as well. */
interface SharedSecret {
  readonly kind: "secret";
  readonly secret: Uint8Array;
}

/** RS256, ES256 or EdDSA, by a key at an address. */
interface PublicKeys {
  readonly kind: "jwks";
  readonly url: string;
}

/**
 * The algorithms that fit the kind of key. What the token's own header says chooses among these and can choose nothing
 * else: not `none`, and not HS256 with a public key for its secret (RFC 8725, 3.1).
 */
const ALGORITHMS = { secret: ["HS256"], jwks: ["RS256", "ES256", "EdDSA"] } as const;

/** What became of a token. */
export type Verdict =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly code: "bad_token" }
  /** Nothing is known about it: its keys could not be had. */
  | { readonly ok: false; readonly code: "identity_unavailable" /** Milliseconds. */; readonly retryAfter: number };

const BAD_TOKEN: Verdict = { ok: false, code: "bad_token" };

export type SignInFailure = "token_refused" | "keys_unavailable";

/** What a verifier needs of the world. */
export interface VerifierPorts extends KeySetPorts {
  /** Told why nobody was signed in, without anything of the token. */
  readonly log: (failure: SignInFailure, reason: string) => void;
}

/** Verifies the tokens of one issuer (P8.1). */
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
   * Finds out who brings a token.
   *
   * @param room which room they want, in its normal form
   * @returns a verdict; it never rejects
   */
  async verify(token: string, room: string): Promise<Verdict> {
    if (token.length > MAX_TOKEN_LENGTH) return this.#refuse("it is too long");
    try {
      const { payload } = await jwtVerify(token, this.#keyFor, optionsOf(this.#issuer, this.#ports.now()));
      const identity = readClaims(payload, this.#issuer.issuer, room);
      return identity === undefined ? this.#refuse("its claims are not for this room") : { ok: true, identity };
    } catch (error) {
      if (error instanceof KeysUnavailable) {
        this.#ports.log("keys_unavailable", error.message);
        return { ok: false, code: "identity_unavailable", retryAfter: error.retryAfter };
      }
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

/** jose's codes say what is wrong, and with which claim, and nothing of what stands there. */
function reasonOf(error: unknown): string {
  if (error instanceof JWTClaimValidationFailed) return `${error.code} (${error.claim}: ${error.reason})`;
  return error instanceof JOSEError ? error.code : "it could not be read";
}
