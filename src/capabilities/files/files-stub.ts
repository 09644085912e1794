import type { JobContext } from "../../worker/object/capability.ts";
import type { FilesStub } from "./files-object.ts";

/** The object with a room's files. */
export function filesOf({ env, room }: Pick<JobContext, "env" | "room">): FilesStub {
  return env.ROOM_FILES.getByName(room);
}
