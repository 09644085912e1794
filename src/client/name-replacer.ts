import { normalizeUsername } from "../protocol/normalize-name.ts";
import type { ConnectOptions, NameChooser } from "./connect-options.ts";
import type { NameReplacer } from "./engine.ts";

/** Names to try besides the first one: if all are taken, it is on purpose. */
const MAX_SUFFIXES = 20;

/** Code points of a name that leave room for a suffix (P5). */
const MAX_STEM = 28;

/** Carries out the option `onNameTaken`. */
export function nameReplacer(onNameTaken: NonNullable<ConnectOptions["onNameTaken"]>): NameReplacer | undefined {
  const choose = chooserOf(onNameTaken);
  if (choose === undefined) return undefined;
  let attempt = 0;
  let last = "";
  return async (taken) => {
    // A name that isn't the last choice was chosen elsewhere.
    attempt = taken === last ? attempt + 1 : 1;
    const name = await Promise.resolve(choose(taken, attempt)).catch(() => undefined);
    if (name === undefined || normalizeUsername(name) === undefined) return undefined;
    last = name;
    return name;
  };
}

function chooserOf(onNameTaken: NonNullable<ConnectOptions["onNameTaken"]>): NameChooser | undefined {
  if (typeof onNameTaken === "function") return onNameTaken;
  if (onNameTaken === "wait") return undefined;
  let stem = "";
  return (name, attempt) => {
    if (attempt === 1) stem = [...name].slice(0, MAX_STEM).join("");
    return attempt > MAX_SUFFIXES ? undefined : `${stem} ${attempt + 1}`;
  };
}
