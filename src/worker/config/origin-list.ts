import { ConfigError } from "../base/config-error.ts";

/**
 * Reads a variable that lists origins, separated by commas.
 *
 * @param name of the variable
 * @returns the origins as browsers send them; entries of `*` are left out
 * @throws ConfigError
 */
export function readOriginList(name: string, list: string): ReadonlySet<string> {
  const entries = list.split(",").map((entry) => entry.trim());
  return new Set(entries.filter((entry) => entry !== "" && entry !== "*").map((entry) => readOrigin(name, entry)));
}

/** Whether a list has an entry of `*`, for every origin. */
export function listsAll(list: string): boolean {
  return list.split(",").some((entry) => entry.trim() === "*");
}

/** @returns the origin as a browser sends it: in lower case and Punycode, without the default port */
function readOrigin(name: string, entry: string): string {
  const url = URL.parse(entry);
  // A path, or a trailing slash, shows that more than an origin was meant.
  if (url === null || url.href !== `${url.origin}/` || /[/?#]$/.test(entry)) {
    throw new ConfigError(
      `Invalid ${name}: expected origins such as "https://example.org", separated by commas, got "${entry}".`,
    );
  }
  return url.origin;
}
