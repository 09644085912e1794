import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { stubOf } from "./test-socket.ts";

/** When the report of a room to the directory is due, in milliseconds since 1970; `undefined` if none is. */
export function reportDue(room: string): Promise<number | undefined> {
  return runInDurableObject(stubOf(room), (_object, { storage }) => {
    const [job] = storage.sql.exec<{ due: number }>("SELECT due FROM jobs WHERE kind = 'directory.report'");
    return job?.due;
  });
}

/** Has a job of a room run now. */
export async function runJob(room: string, kind: string): Promise<void> {
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("UPDATE jobs SET due = 1 WHERE kind = ?", kind);
  });
  await runDurableObjectAlarm(stubOf(room));
}

/** Has a room report now, if a report is due at all. */
export async function reportNow(room: string): Promise<void> {
  await runJob(room, "directory.report");
}
