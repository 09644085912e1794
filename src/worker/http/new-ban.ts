import * as v from "valibot";
import { integer, line, Uid } from "../../protocol/fields.ts";
import { MAX_REASON_CHARACTERS, MAX_TIMED_BAN_MS } from "../../protocol/limits.ts";

/** The body of a ban across all rooms (P9.16). */
export const NewBan = v.object({
  uid: v.exactOptional(Uid),
  /** The room in which `uid` is a guest. */
  room: v.exactOptional(v.string()),
  /** An IP address. */
  address: v.exactOptional(v.string()),
  /** Milliseconds; absent for a permanent ban. */
  for: v.exactOptional(integer(1, MAX_TIMED_BAN_MS)),
  reason: v.exactOptional(line(MAX_REASON_CHARACTERS)),
});
