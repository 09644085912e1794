import { MAX_USERNAME_CHARACTERS, MIN_USERNAME_CHARACTERS } from "../../../protocol/limits.ts";
import { normalizeUsername } from "../../../protocol/normalize-name.ts";
import { isLongerThan } from "../../../protocol/text.ts";
import type { LazyCatalogue } from "../../i18n/catalogue.ts";
import type { NameFault } from "../../model/name-fault.ts";
import { cleanLine } from "../model/clean-line.ts";

export type CheckedName =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly fault: NameFault };

/**
 * Validates a name as typed.
 *
 * @param raw the input's value
 */
export function checkName(raw: string): CheckedName {
  const typed = cleanLine(raw);
  if (typed === "") return { ok: false, fault: "missing" };
  const name = normalizeUsername(typed);
  if (name === undefined && !isLongerThan(typed.normalize("NFC"), MAX_USERNAME_CHARACTERS)) {
    return { ok: false, fault: "unshowable" };
  }
  if (name === undefined || !isLongerThan(name, MIN_USERNAME_CHARACTERS - 1)) {
    // Too short because something that can't be shown was removed: that is the reason to tell.
    const wasLongEnough = isLongerThan(raw.trim(), MIN_USERNAME_CHARACTERS - 1);
    return { ok: false, fault: name !== undefined && wasLongEnough ? "unshowable" : "length" };
  }
  return { ok: true, name };
}

export function nameFaultText({ entrance }: LazyCatalogue, fault: NameFault): string {
  switch (fault) {
    case "missing":
      return entrance.nameMissing;
    case "unshowable":
      return entrance.nameUnshowable;
    case "length":
      return entrance.nameLength(MIN_USERNAME_CHARACTERS, MAX_USERNAME_CHARACTERS);
    case "taken":
      return entrance.nameTaken;
    case "reserved":
      return entrance.nameReserved;
  }
}
