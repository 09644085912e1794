import type { RoomError } from "../../client/index.ts";

/** Errors of which there is nothing to say: the page shows otherwise what they are about. */
const UNTOLD: ReadonlySet<string> = new Set([
  "closed",
  "superseded",
  "storage",
  "bad_token",
  "identity_unavailable",
  "banned",
  "members_only",
  "invitation_needed",
  "bad_invitation",
]);

/** Whether there is something to say about an error. */
export function isTold({ code }: RoomError): boolean {
  return !UNTOLD.has(code);
}
