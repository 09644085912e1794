import { DurableObject } from "cloudflare:workers";

/** Milliseconds for which rooms are counted. */
const PERIOD_MS = 60 * 60 * 1_000;

/** Rooms that an address has made since `since`, in milliseconds since 1970. */
interface Count {
  readonly since: number;
  readonly rooms: number;
}

/**
 * Counts the rooms that one address makes in an hour (P1.6). It is named after the address's network, and deletes itself
 * when the hour is over.
 */
export class NewRoomLimiter extends DurableObject<Env> {
  /**
   * Takes one room from the allowance.
   *
   * @param limit rooms per hour
   * @returns 0 if the room may be made, or milliseconds to wait
   */
  async take(limit: number): Promise<number> {
    const { storage } = this.ctx;
    const now = Date.now();
    const stored = await storage.get<Count>("count");
    const isCurrent = stored !== undefined && now >= stored.since && now < stored.since + PERIOD_MS;
    const { rooms, since } = isCurrent ? stored : { rooms: 0, since: now };
    if (rooms >= limit) return since + PERIOD_MS - now;
    await storage.put("count", { since, rooms: rooms + 1 } satisfies Count);
    if (rooms === 0) await storage.setAlarm(since + PERIOD_MS);
    return 0;
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }
}
