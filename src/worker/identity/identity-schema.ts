import * as v from "valibot";
import type { Identity } from "../../protocol/identity.ts";

/** Schema of an identity that the Worker itself has serialized, in an attachment or an internal request. */
export const IdentitySchema: v.GenericSchema<unknown, Identity> = v.object({
  uid: v.string(),
  username: v.exactOptional(v.string()),
  avatar: v.exactOptional(v.string()),
  role: v.picklist(["owner", "moderator", "member"]),
  expires: v.exactOptional(v.number()),
});
