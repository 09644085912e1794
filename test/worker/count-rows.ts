/** The rows that SQLite counted, which is what Cloudflare bills. */
export interface Rows {
  readonly read: number;
  readonly written: number;
}

/** Storage that counts its rows. */
export interface CountedStorage {
  readonly storage: DurableObjectStorage;
  /** Returns the rows that `run` reads and writes. */
  rowsOf(run: () => unknown): Rows;
}

/** Counts the rows that pass through `storage.sql`, as reported by SQLite's cursors. */
export function countRows(storage: DurableObjectStorage): CountedStorage {
  const cursors: { readonly rowsRead: number; readonly rowsWritten: number }[] = [];
  const sql = new Proxy(storage.sql, {
    get: (target, name) => {
      if (name !== "exec") return Reflect.get(target, name, target);
      return (query: string, ...values: unknown[]) => {
        const cursor = target.exec(query, ...values);
        cursors.push(cursor);
        return cursor;
      };
    },
  });
  const counted = new Proxy(storage, {
    get: (target, name) => {
      if (name === "sql") return sql;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return {
    storage: counted,
    rowsOf(run) {
      cursors.length = 0;
      run();
      return {
        read: cursors.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
        written: cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
      };
    },
  };
}
