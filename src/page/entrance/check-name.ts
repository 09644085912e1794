import { MAX_USERNAME_CHARACTERS, MIN_USERNAME_CHARACTERS } from "../../protocol/limits.ts";
import { normalizeUsername } from "../../protocol/names.ts";
import { isLongerThan } from "../../protocol/text.ts";

/** A name that can be used, or what to tell the person. */
export type CheckedName =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Checks what was typed as a name.
 *
 * @param raw the input's value
 */
export function checkName(raw: string): CheckedName {
  const typed = raw.trim();
  if (typed === "") return { ok: false, reason: "Please type a name." };
  const name = normalizeUsername(raw);
  if (name === undefined && !isLongerThan(typed.normalize("NFC"), MAX_USERNAME_CHARACTERS)) {
    return { ok: false, reason: "This name has characters that cannot be shown. Please use another." };
  }
  if (name === undefined || !isLongerThan(name, MIN_USERNAME_CHARACTERS - 1)) {
    return {
      ok: false,
      reason: `A name has ${MIN_USERNAME_CHARACTERS} to ${MAX_USERNAME_CHARACTERS} characters.`,
    };
  }
  return { ok: true, name };
}
