import type { Command, LogCommand } from "../../protocol/commands.ts";
import { isBotUid } from "../../protocol/identity.ts";
import {
  BOT_EVENT_BURST,
  BOT_EVENTS_PER_SECOND,
  BURST_SECONDS,
  EVENTS_BURST_SECONDS,
  type Limits,
} from "../../protocol/limits.ts";
import { isPresent, type Session, type SessionId } from "../model/session.ts";
import { type Bucket, TokenBuckets, takeToken } from "./token-buckets.ts";

/**
 * Frame limit per person, in multiples of the limit per socket: a phone and a computer at once, with any number of
 * tabs.
 */
const SOCKETS_PER_PERSON = 2;

/**
 * Limits per address, in multiples of the limits per socket and per person. A school or company can share one address;
 * with a message every few seconds each, this serves a thousand people.
 */
const SHARES_PER_ADDRESS = 10;

/** Number of refused bursts without a pause after which a sender is disconnected. */
const REFUSED_BURSTS = 100;

/** Decision about a frame. */
export type Verdict =
  /** `canWait` marks a frame of a bursting sender: it is processed once that costs others nothing. */
  | { readonly outcome: "take"; readonly canWait: boolean }
  | { readonly outcome: "refuse" /** Milliseconds. */; readonly retryAfter: number }
  | { readonly outcome: "close" };

/** Share of the burst that remains while a sender behaves normally. Below it, the frames are not typed by hand. */
const CALM_SHARE = 0.9;

/** Commands that append to the event log. */
const STORED = {
  message: true,
  edit: true,
  delete: true,
  reaction: true,
  rename: true,
} as const satisfies Record<LogCommand["type"], true>;

/**
 * Rate limits per socket, person and address (P5.1, P5.2). A frame takes a token from each of them or from none.
 * Buckets start full, also after hibernation: a room hibernates only after it has been quiet for longer than they take
 * to fill.
 */
export class RateLimiter {
  readonly #frames: Readonly<Record<"socket" | "person" | "address", TokenBuckets>>;
  readonly #events: Readonly<Record<"person" | "address" | "bot", TokenBuckets>>;

  constructor({ eventsPerSecond, framesPerSecond }: Pick<Limits, "eventsPerSecond" | "framesPerSecond">) {
    const frames = (shares: number) => bucketsFor(framesPerSecond * shares, BURST_SECONDS);
    this.#frames = { socket: frames(1), person: frames(SOCKETS_PER_PERSON), address: frames(SHARES_PER_ADDRESS) };
    const events = (shares: number) => bucketsFor(eventsPerSecond * shares, EVENTS_BURST_SECONDS);
    const bot = new TokenBuckets({ perSecond: BOT_EVENTS_PER_SECOND, burst: BOT_EVENT_BURST });
    this.#events = { person: events(1), address: events(SHARES_PER_ADDRESS), bot };
  }

  /**
   * Decides about a frame.
   *
   * @param command parsed from the frame, if it is valid
   * @param now milliseconds since 1970
   */
  judge(session: Session, command: Command | undefined, now: number): Verdict {
    const uid = isPresent(session) ? session.uid : undefined;
    const frames = this.#frames;
    const isBot = uid !== undefined && isBotUid(uid);
    // P15.5: a bot answers for itself, wherever it runs.
    const address = isBot ? undefined : session.from;
    const draw = new Draw(now);
    draw.from(frames.socket, session.id);
    draw.from(frames.person, uid);
    draw.from(frames.address, address);
    if (command !== undefined && command.type in STORED) {
      const events = this.#events;
      draw.from(isBot ? events.bot : events.person, uid);
      draw.from(events.address, address);
    }
    return draw.refusal() ?? (this.#isBursting(session.id, uid, now) ? CAN_WAIT : AT_ONCE);
  }

  #isBursting(id: SessionId, uid: string | undefined, now: number): boolean {
    const { person, socket } = this.#frames;
    return socket.shareOf(id, now) < CALM_SHARE || (uid !== undefined && person.shareOf(uid, now) < CALM_SHARE);
  }
}

function bucketsFor(perSecond: number, burstSeconds: number): TokenBuckets {
  return new TokenBuckets({ perSecond, burst: perSecond * burstSeconds });
}

const AT_ONCE = { outcome: "take", canWait: false } as const;
const CAN_WAIT = { outcome: "take", canWait: true } as const;

/** A token from each of several buckets. If one has none, none is taken. */
class Draw {
  readonly #now: number;
  readonly #buckets: Bucket[] = [];
  #retryAfter = 0;
  #isFlooding = false;

  constructor(now: number) {
    this.#now = now;
  }

  /** @param key nothing is drawn without one */
  from(all: TokenBuckets, key: string | undefined): void {
    if (key === undefined) return;
    const bucket = all.of(key, this.#now);
    this.#buckets.push(bucket);
    const wait = all.waitFor(bucket);
    if (wait === 0) return;
    bucket.refused += 1;
    this.#retryAfter = Math.max(this.#retryAfter, wait);
    this.#isFlooding ||= bucket.refused > all.rate.burst * REFUSED_BURSTS;
  }

  /** Takes the tokens, or says why not. */
  refusal(): Exclude<Verdict, { outcome: "take" }> | undefined {
    if (this.#isFlooding) return { outcome: "close" };
    if (this.#retryAfter > 0) return { outcome: "refuse", retryAfter: this.#retryAfter };
    for (const bucket of this.#buckets) takeToken(bucket);
    return undefined;
  }
}
