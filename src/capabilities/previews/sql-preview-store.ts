import type { Found, KnownLink, Lookup, PreviewStore } from "./preview-store.ts";

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type LookupRow = { target: number; text: string; found: string | null };
type LinkRow = { target: number; url: string; picture_id: string | null; picture: string | null };

/** The link previews of a room in the SQLite of its own object. */
export class SqlPreviewStore implements PreviewStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  request({ target, text }: Lookup): void {
    this.#sql.exec("INSERT OR REPLACE INTO preview_lookups (target, text) VALUES (?, ?)", target, text);
  }

  requested(): number {
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM preview_lookups").one().count;
  }

  waiting(limit: number): Lookup[] {
    const query = "SELECT target, text FROM preview_lookups WHERE found IS NULL ORDER BY target LIMIT ?";
    return this.#sql.exec<Omit<LookupRow, "found">>(query, limit).toArray();
  }

  answer({ target, text }: Lookup, found: Found): void {
    const query = "UPDATE preview_lookups SET found = ? WHERE target = ? AND text = ?";
    this.#sql.exec(query, JSON.stringify(found), target, text);
  }

  answered(): (Lookup & { readonly found: Found })[] {
    const query = "SELECT target, text, found FROM preview_lookups WHERE found IS NOT NULL ORDER BY target";
    return this.#sql
      .exec<LookupRow>(query)
      .toArray()
      .map(({ found, target, text }) => {
        // Only `answer` writes this column.
        return { target, text, found: JSON.parse(found ?? "") as Found };
      });
  }

  finish(target: number): void {
    this.#sql.exec("DELETE FROM preview_lookups WHERE target = ?", target);
  }

  put({ picture, target, url }: KnownLink): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO previews (target, url, picture_id, picture) VALUES (?, ?, ?, ?)",
      target,
      url,
      picture?.id ?? null,
      picture?.url ?? null,
    );
  }

  find(target: number): KnownLink | undefined {
    const [row] = this.#sql.exec<LinkRow>("SELECT * FROM previews WHERE target = ?", target);
    if (row === undefined) return undefined;
    const { picture: url, picture_id: id } = row;
    return { target, url: row.url, ...(id === null || url === null ? {} : { picture: { id, url } }) };
  }

  picture(id: string): string | undefined {
    const [row] = this.#sql.exec<{ picture: string }>("SELECT picture FROM previews WHERE picture_id = ?", id);
    return row?.picture;
  }

  delete(target: number): void {
    this.finish(target);
    this.#sql.exec("DELETE FROM previews WHERE target = ?", target);
  }

  prune(oldest: number): void {
    this.#sql.exec("DELETE FROM previews WHERE target < ?", oldest);
  }
}
