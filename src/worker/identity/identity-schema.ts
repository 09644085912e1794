import * as v from "valibot";
import type { Identity } from "../../protocol/identity.ts";

/** An identity as it comes back from where we ourselves put it: an attachment, or an inner request. */
export const IdentitySchema: v.GenericSchema<unknown, Identity> = v.object({
  uid: v.string(),
  username: v.exactOptional(v.string()),
  avatar: v.exactOptional(v.string()),
  role: v.picklist(["owner", "moderator", "member"]),
  expires: v.number(),
});
