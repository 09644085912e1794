import type { ConnectOptions, NameChooser } from "./connect-options.ts";

/** Names to try besides the first one: after that, somebody takes them on purpose. */
const MAX_SUFFIXES = 20;

/** Code points of a name that leave room for a suffix (P5). */
const MAX_STEM = 28;

/** Carries out the option `onNameTaken`. */
export function nameChooser(onNameTaken: NonNullable<ConnectOptions["onNameTaken"]>): NameChooser | undefined {
  if (typeof onNameTaken === "function") return onNameTaken;
  if (onNameTaken === "wait") return undefined;
  let stem = "";
  return (name, attempt) => {
    if (attempt === 1) stem = [...name].slice(0, MAX_STEM).join("");
    return attempt > MAX_SUFFIXES ? undefined : `${stem} ${attempt + 1}`;
  };
}
