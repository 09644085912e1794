import { objectOf } from "../../worker/config/located-objects.ts";
import type { JobContext } from "../../worker/object/capability.ts";
import type { FilesStub } from "./files-object.ts";

/** The object with a room's files. */
export function filesOf({ env, room }: Pick<JobContext, "env" | "room">): FilesStub {
  return objectOf(env.ROOM_FILES, room, env);
}
