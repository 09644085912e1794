import { logFailure } from "../base/logger.ts";
import { objectsIn } from "../config/located-objects.ts";

/** Begins the tag that names the counter of a socket's address (P1.6). */
const MAKER = "maker:";

/** Events of one socket that wait at most. */
const MAX_HELD_EVENTS = 64;

/** The tag by which a socket keeps the name of its address's counter; none if the address is not counted. */
export function makerTag(allowance: string | undefined): string[] {
  return allowance === undefined ? [] : [MAKER + allowance];
}

/** The name of the counter in a socket's tags. */
export function allowanceOf(tags: readonly string[]): string | undefined {
  return tags.find((tag) => tag.startsWith(MAKER))?.slice(MAKER.length);
}

/**
 * Takes a room from the allowance of an address (P1.6).
 *
 * @returns 0 if the address may make it, or milliseconds to wait
 */
export async function takeAllowance(env: Env, allowance: string, perAddress: number): Promise<number> {
  const limiters = objectsIn(env.NEW_ROOM_LIMITER, env);
  return limiters.get(limiters.idFromString(allowance)).take(perAddress);
}

/** What the making of a room needs of its object. */
export interface RoomMakingPorts {
  /**
   * Asks whether an address may make one more room.
   *
   * @param allowance names the counter of the address
   * @returns 0 if it may, or milliseconds to wait
   */
  readonly ask: (allowance: string) => Promise<number>;
  /** Keeps the object alive for as long as something is under way. */
  readonly waitUntil: (work: Promise<void>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What follows when the counter has answered: the frame is carried out, or refused. */
export interface MakingFrame {
  readonly allowed: () => void;
  /** @param retryAfter milliseconds */
  readonly refused: (retryAfter: number) => void;
}

/**
 * Asks before a frame makes the room (P1.6). The answer is asynchronous and the room's turns are not, so the events of
 * that socket wait for it, in their order; other sockets continue.
 */
export class RoomMaking {
  readonly #ports: RoomMakingPorts;
  readonly #held = new Map<WebSocket, (() => void)[]>();
  /** Until when an address may make no room, in milliseconds since 1970. */
  readonly #refusedUntil = new Map<string, number>();

  constructor(ports: RoomMakingPorts) {
    this.#ports = ports;
  }

  /**
   * Receives an event of a socket.
   *
   * @returns whether it waits; if it is one too many, it is dropped
   */
  holds(socket: WebSocket, event: () => void): boolean {
    const held = this.#held.get(socket);
    if (held === undefined) return false;
    if (held.length < MAX_HELD_EVENTS) held.push(event);
    return true;
  }

  /** Begins to make the room, by a frame that cannot be carried out without tables. */
  begin(socket: WebSocket, allowance: string | undefined, frame: MakingFrame): void {
    if (allowance === undefined) {
      frame.allowed();
      return;
    }
    const wait = (this.#refusedUntil.get(allowance) ?? 0) - this.#ports.now();
    if (wait > 0) {
      frame.refused(wait);
      return;
    }
    this.#held.set(socket, []);
    this.#ports.waitUntil(this.#ask(socket, allowance, frame));
  }

  async #ask(socket: WebSocket, allowance: string, { allowed, refused }: MakingFrame): Promise<void> {
    let wait = 0;
    try {
      wait = await this.#ports.ask(allowance);
    } catch (error) {
      // A counter that is out of order keeps no one out.
      logFailure("room_limit_unavailable", error);
    }
    const held = this.#held.get(socket) ?? [];
    this.#held.delete(socket);
    if (wait === 0) allowed();
    else {
      this.#refusedUntil.set(allowance, this.#ports.now() + wait);
      refused(wait);
    }
    for (const event of held) event();
  }
}
