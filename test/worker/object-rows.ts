import { runInDurableObject } from "cloudflare:test";

/** Rows that objects read and wrote. An alarm that is set is billed as a row, and is among those written. */
export interface ObjectRows {
  readonly alarms: number;
  readonly read: number;
  readonly written: number;
}

/**
 * Counts the rows that every object reads and writes meanwhile.
 *
 * @param object any one: what is watched are the platform's classes, which all objects share
 */
export async function countObjectRows(object: DurableObjectStub, run: () => Promise<unknown>): Promise<ObjectRows> {
  const cursors: { readonly rowsRead: number; readonly rowsWritten: number }[] = [];
  let alarms = 0;
  const restore = await runInDurableObject(object, (_object, { storage }) => {
    const sql: SqlStorage = Object.getPrototypeOf(storage.sql);
    const own: DurableObjectStorage = Object.getPrototypeOf(storage);
    const { exec } = sql;
    const { setAlarm } = own;
    sql.exec = function (this: SqlStorage, ...query: Parameters<typeof exec>) {
      const cursor = exec.apply(this, query);
      cursors.push(cursor);
      return cursor;
    } as typeof exec;
    own.setAlarm = function (this: DurableObjectStorage, ...time: Parameters<typeof setAlarm>) {
      alarms += 1;
      return setAlarm.apply(this, time);
    };
    return () => Object.assign(sql, { exec }) && Object.assign(own, { setAlarm });
  });
  try {
    await run();
  } finally {
    restore();
  }
  const sum = (key: "rowsRead" | "rowsWritten") => cursors.reduce((total, cursor) => total + cursor[key], 0);
  return { alarms, read: sum("rowsRead"), written: alarms + sum("rowsWritten") };
}
