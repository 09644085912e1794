import { ConfigError } from "../base/config-error.ts";

/** The keys of a Turnstile widget. */
export interface Turnstile {
  readonly siteKey: string;
  readonly secret: string;
}

/** The variable and the secret that configure Turnstile. */
export interface TurnstileEnv {
  readonly TURNSTILE_SITE_KEY?: string;
  readonly TURNSTILE_SECRET?: string;
}

/** @throws ConfigError if only one of the two is set, or one of them can't be a key */
export function readTurnstile({ TURNSTILE_SECRET: secret = "", TURNSTILE_SITE_KEY: siteKey = "" }: TurnstileEnv): {
  readonly turnstile?: Turnstile;
} {
  if (siteKey === "" && secret === "") return {};
  if (!/^[\w-]{1,64}$/.test(siteKey)) {
    throw new ConfigError(`Invalid TURNSTILE_SITE_KEY: expected the site key of a Turnstile widget, not "${siteKey}".`);
  }
  // The message never quotes the secret, because it goes to the log.
  if (!/^[\w-]{1,128}$/.test(secret)) {
    throw new ConfigError("Invalid TURNSTILE_SECRET: expected the secret key of the widget of TURNSTILE_SITE_KEY.");
  }
  return { turnstile: { siteKey, secret } };
}
