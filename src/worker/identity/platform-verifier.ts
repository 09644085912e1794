import { logSignIn } from "../logger.ts";
import type { KeyCache } from "./key-set.ts";
import { type Issuer, Verifier } from "./verifier.ts";

/** For as long as this isolate lives; all rooms and requests in it share what was fetched. */
const cache: KeyCache = new Map();

/** The verifier of an issuer's tokens, by the platform's network and clock. */
export function platformVerifier(issuer: Issuer): Verifier {
  return new Verifier(issuer, {
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    cache,
    log: logSignIn,
  });
}
