import type { JobContext } from "../../worker/object/capability.ts";
import { DELETE_JOB } from "./room-deletion.ts";

/** Milliseconds after which a deletion that something interrupted is tried again. */
const RETRY_MS = 60_000;

/** Deletes the room once the alarm is done. The job stays until all is deleted, in case that is interrupted. */
export async function deleteNow({ deleteRoom, now, schedule }: JobContext): Promise<void> {
  schedule(DELETE_JOB, now() + RETRY_MS);
  deleteRoom();
}
