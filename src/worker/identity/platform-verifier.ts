import { logSignIn } from "../base/logger.ts";
import type { Issuer } from "../config/identity-config.ts";
import type { KeyCache } from "./key-set.ts";
import { Verifier } from "./verifier.ts";

/** Keys fetched in this isolate, shared by all its rooms and requests. */
const cache: KeyCache = new Map();

/** Creates a verifier that uses the platform's network and clock. */
export function platformVerifier(issuer: Issuer): Verifier {
  return new Verifier(issuer, {
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    cache,
    log: logSignIn,
  });
}
