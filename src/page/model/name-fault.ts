import type { RoomError } from "../../client/index.ts";

/** The fault of a name that the user asked for. */
export type NameFault = "missing" | "unshowable" | "length" | "taken" | "reserved";

/** The fault of a name that the room rejected, or `undefined` if it rejected something else. */
export function nameFaultOf({ code, reason }: RoomError): NameFault | undefined {
  if (code === "name_taken") return reason === "reserved" ? reason : "taken";
  return code === "bad_username" ? "unshowable" : undefined;
}
