import { ConfigError } from "../base/config-error.ts";
import type { Variables } from "./variables.ts";

const JURISDICTIONS = ["eu", "us", "fedramp", "fedramp-high"] as const;

const HINTS = ["wnam", "enam", "sam", "weur", "eeur", "apac", "apac-ne", "apac-se", "oc", "afr", "me"] as const;

/** The settings that say where objects are. */
export type LocationVariables = Pick<Variables, "JURISDICTION" | "LOCATION_HINT">;

/** Where Cloudflare keeps the objects of this deployment. */
export interface Location {
  /** They are stored and run nowhere else. Part of each object's id. */
  readonly jurisdiction: (typeof JURISDICTIONS)[number] | undefined;
  /** Where a new object should be made. */
  readonly hint: (typeof HINTS)[number] | undefined;
}

/** @throws ConfigError */
export function readLocation({ JURISDICTION, LOCATION_HINT }: LocationVariables): Location {
  return {
    jurisdiction: oneOf("JURISDICTION", JURISDICTIONS, JURISDICTION),
    hint: oneOf("LOCATION_HINT", HINTS, LOCATION_HINT),
  };
}

function oneOf<Value extends string>(name: string, values: readonly Value[], value = ""): Value | undefined {
  if (value === "") return undefined;
  const found = values.find((one) => one === value);
  if (found === undefined)
    throw new ConfigError(`Invalid ${name}: expected one of ${values.join(", ")}, got "${value}".`);
  return found;
}
