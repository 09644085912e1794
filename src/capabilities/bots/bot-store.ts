/** What a bot may do (P15.4). */
export const SCOPES = ["read", "write", "moderate"] as const;

/** A permission of a bot. */
export type Scope = (typeof SCOPES)[number];

/** A bot, without its token. */
export interface StoredBot {
  /** Its `uid`. */
  readonly id: string;
  readonly name: string;
  /** URL of its picture. */
  readonly avatar: string | undefined;
  readonly scopes: readonly Scope[];
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
  /** The `uid` of the owner who made it; empty for the deployment. */
  readonly by: string;
  /** When its token was last used, to the hour. */
  readonly usedAt: number | undefined;
}

/** The bots of a room: a synchronous port, inside the transaction of the turn. */
export interface BotStore {
  /** @param hash of its token */
  add(bot: StoredBot, hash: string): void;
  find(id: string): StoredBot | undefined;
  /** @param hash of its token */
  findByHash(hash: string): StoredBot | undefined;
  /** In the order in which they were made. */
  list(): readonly StoredBot[];
  remove(id: string): void;
  used(id: string, at: number): void;
}
