import { DurableObject } from "cloudflare:workers";
import type { DeploymentBan, DeploymentRpc } from "./ban-list.ts";

/** Maximum number of bans: more than an owner can keep track of, and a list of that length is read in one piece. */
const MAX_BANS = 1_000;

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type BanRow = { key: string; kind: DeploymentBan["kind"]; at: number; until: number | null; reason: string | null };

/**
 * The one object of the deployment: it keeps the bans across all rooms (P9.16). Nothing calls it unless `DEPLOYMENT_BANS` is
 * on.
 */
export class Deployment extends DurableObject<Env> implements DeploymentRpc {
  readonly #sql = this.ctx.storage.sql;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql.exec(
      `CREATE TABLE IF NOT EXISTS bans (
         key    TEXT PRIMARY KEY,
         kind   TEXT NOT NULL,
         at     INTEGER NOT NULL,
         until  INTEGER,
         reason TEXT
       ) WITHOUT ROWID`,
    );
  }

  /** The bans in force, newest first. */
  async bans(): Promise<DeploymentBan[]> {
    return this.#sql
      .exec<BanRow>(
        "SELECT key, kind, at, until, reason FROM bans WHERE until IS NULL OR until > ? ORDER BY at DESC",
        Date.now(),
      )
      .toArray()
      .map(({ at, key, kind, reason, until }) => ({
        key,
        kind,
        at,
        ...(until === null ? {} : { until }),
        ...(reason === null ? {} : { reason }),
      }));
  }

  /** @returns whether there is room for them; with `false`, none was stored */
  async ban(bans: readonly DeploymentBan[]): Promise<boolean> {
    return this.ctx.storage.transactionSync(() => {
      this.#sql.exec("DELETE FROM bans WHERE until <= ?", Date.now());
      const { count } = this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM bans").one();
      if (count + bans.length > MAX_BANS) return false;
      for (const { at, key, kind, reason, until } of bans) {
        this.#sql.exec(
          "INSERT OR REPLACE INTO bans (key, kind, at, until, reason) VALUES (?, ?, ?, ?, ?)",
          key,
          kind,
          at,
          until ?? null,
          reason ?? null,
        );
      }
      return true;
    });
  }

  /** @returns whether there was such a ban */
  async lift(key: string): Promise<boolean> {
    return this.#sql.exec("DELETE FROM bans WHERE key = ? RETURNING key", key).toArray().length > 0;
  }
}
