import type { Command, LogCommand } from "../../protocol/commands.ts";
import type { Limits } from "../../protocol/limits.ts";
import { isPresent, type Session, type SessionId } from "../people/session.ts";
import { TokenBuckets, takeToken } from "./token-buckets.ts";

/** Seconds whose frames may be sent at once: more than any hand does, and too little for others to notice. */
const BURST_SECONDS = 2;

/** Seconds whose events one may send at once: an outbox that filled while there was no connection. */
const EVENTS_BURST_SECONDS = 5;

/** Sockets' worth of frames that one person has, in however many tabs: a phone and a computer at once. */
const SOCKETS_PER_PERSON = 2;

/**
 * Sockets' worth of frames, and people's worth of events, that all behind one address have: a school or a company is behind
 * one. People who talk send a frame in some seconds, so that this serves a thousand of them.
 */
const SHARES_PER_ADDRESS = 10;

/** Bursts of refused frames after which a sender that never rested is not listened to any more. */
const REFUSED_BURSTS = 100;

/** What becomes of a frame: it is taken, or refused with the time until one will be, or its sender is closed. */
export type Verdict =
  /** One of a sender in a rush `canWait` until it costs the others nothing. */
  | { readonly outcome: "take"; readonly canWait: boolean }
  | { readonly outcome: "refuse" /** Milliseconds. */; readonly retryAfter: number }
  | { readonly outcome: "close" };

/** What part of its burst a socket, or a person, has left that is not in a rush: so many frames at once come from no hand. */
const CALM_SHARE = 0.9;

/** The commands that make the log grow. */
const STORED = {
  message: true,
  edit: true,
  delete: true,
  reaction: true,
  rename: true,
} as const satisfies Record<LogCommand["type"], true>;

/** Buckets, and the key of the one that is draws on, where there is one. */
type Draw = readonly [TokenBuckets, string | undefined];

/**
 * How much each socket, each person and each address may send (P5.1, P5.2): a frame takes a token of each, or of none.
 * Buckets are full when somebody comes, and again after hibernation, for which a room has to be quiet for longer than
 * they take to fill.
 */
export class RateLimiter {
  readonly #frames: Readonly<Record<"socket" | "person" | "address", TokenBuckets>>;
  readonly #events: Readonly<Record<"person" | "address", TokenBuckets>> | undefined;

  constructor({ eventsPerSecond, framesPerSecond }: Pick<Limits, "eventsPerSecond" | "framesPerSecond">) {
    const frames = (shares: number) => bucketsFor(framesPerSecond * shares, BURST_SECONDS);
    this.#frames = { socket: frames(1), person: frames(SOCKETS_PER_PERSON), address: frames(SHARES_PER_ADDRESS) };
    if (eventsPerSecond === undefined) return;
    const events = (shares: number) => bucketsFor(eventsPerSecond * shares, EVENTS_BURST_SECONDS);
    this.#events = { person: events(1), address: events(SHARES_PER_ADDRESS) };
  }

  /**
   * A socket sent a frame.
   *
   * @param command what it says, where it says something
   * @param now milliseconds since 1970
   */
  judge(session: Session, command: Command | undefined, now: number): Verdict {
    const uid = isPresent(session) ? session.uid : undefined;
    const frames = this.#frames;
    const draws: Draw[] = [
      [frames.socket, session.id],
      [frames.person, uid],
      [frames.address, session.from],
    ];
    const events = this.#events;
    if (events !== undefined && command !== undefined && command.type in STORED) {
      draws.push([events.person, uid], [events.address, session.from]);
    }
    const refusal = judge(draws, now);
    return refusal ?? { outcome: "take", canWait: this.#isBursting(session.id, uid, now) };
  }

  #isBursting(id: SessionId, uid: string | undefined, now: number): boolean {
    const { person, socket } = this.#frames;
    return socket.shareOf(id, now) < CALM_SHARE || (uid !== undefined && person.shareOf(uid, now) < CALM_SHARE);
  }
}

function bucketsFor(perSecond: number, burstSeconds: number): TokenBuckets {
  return new TokenBuckets({ perSecond, burst: perSecond * burstSeconds });
}

/** Takes a token for each key that there is, or none, and says why. */
function judge(draws: readonly Draw[], now: number): Exclude<Verdict, { outcome: "take" }> | undefined {
  let retryAfter = 0;
  let isFlooding = false;
  const buckets = draws.flatMap(([all, key]) => {
    if (key === undefined) return [];
    const bucket = all.of(key, now);
    const wait = all.waitFor(bucket);
    if (wait > 0) {
      bucket.refused += 1;
      retryAfter = Math.max(retryAfter, wait);
      isFlooding ||= bucket.refused > all.rate.burst * REFUSED_BURSTS;
    }
    return [bucket];
  });
  if (isFlooding) return { outcome: "close" };
  if (retryAfter > 0) return { outcome: "refuse", retryAfter };
  for (const bucket of buckets) takeToken(bucket);
  return undefined;
}
