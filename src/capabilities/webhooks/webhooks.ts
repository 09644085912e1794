import type { JsonObject } from "../../protocol/json.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { CapabilityRoom, StoredEvent } from "../../room/capability/capability.ts";
import type { Occurred } from "../../room/capability/occurrence.ts";
import type { TurnContext } from "../../room/model/context.ts";
import type { Effect } from "../../room/model/effects.ts";
import { Backlog, typeOf } from "./backlog.ts";
import { type Delivery, type DeliveryRecord, isSuccess, type Outcome } from "./delivery.ts";
import type { Hook } from "./hook.ts";
import { postReply, readReply } from "./replies.ts";
import type { Progress, WebhookStore } from "./webhook-store.ts";

/** Delivers what hooks want. Runs outside of any turn. */
export const DELIVER_JOB = "webhooks.deliver";

/** Milliseconds from the first failure of a delivery to its next attempt; each further failure doubles them. */
const BACKOFF_MS = 5_000;

/** Milliseconds between two attempts, at most. */
const MAX_BACKOFF_MS = 2 * 60 * 60 * 1_000;

/** Milliseconds after its first failure when a delivery, and with it the hook, is given up (P16.8). */
const GIVEN_UP_AFTER_MS = 24 * 60 * 60 * 1_000;

/** Events that a hook may pass over without a note of it: fewer rows, and little to look at again. */
const UNNOTED = 100;

/** Characters of an answer that are kept for the panel. */
const KEPT_ANSWER = 2_000;

/** What a hook's loop does next. */
export interface Step {
  readonly delivery?: Delivery;
  /** There is more to look at, in another turn. */
  readonly isMore?: true;
}

const NOTHING_TO_DO: Step = {};

/** The hooks of a room, their places in the log, and what becomes of each attempt (P16). */
export class Webhooks {
  readonly room: CapabilityRoom;
  readonly store: WebhookStore;
  readonly limits: Limits;
  readonly #backlog: Backlog;
  /** Read when first needed, and again after a change. */
  #hooks: readonly Hook[] | undefined;
  #own: ReadonlySet<string> = new Set();
  /** Whether a job is scheduled or running that will find new events by itself. */
  #isAwake = false;

  constructor(room: CapabilityRoom, store: WebhookStore, limits: Limits) {
    this.room = room;
    this.store = store;
    this.limits = limits;
    this.#backlog = new Backlog(room.name, room.log, store);
  }

  get hooks(): readonly Hook[] {
    if (this.#hooks === undefined) {
      this.#hooks = this.store.list();
      this.#own = new Set(this.#hooks.map(({ id }) => id));
    }
    return this.#hooks;
  }

  /** Reads the hooks again: one was made, changed or removed. */
  changed(): void {
    this.#hooks = undefined;
  }

  after(events: readonly StoredEvent[], { now }: TurnContext): [] {
    const ready = this.hooks.filter((hook) => isReady(hook, now));
    if (ready.length === 0 || this.#isAwake) return [];
    const isWanted = ({ event, onlyFor }: StoredEvent) =>
      onlyFor === undefined && ready.some((hook) => typeOf(event, hook, this.#own) !== undefined);
    if (events.some(isWanted)) this.wake(now);
    return [];
  }

  /** Keeps occurrences that a hook wants, since the log has none of them. */
  happened(occurred: readonly Occurred[], { now }: TurnContext): void {
    const wanting = this.hooks.filter(({ disabled }) => disabled === undefined).flatMap(({ events }) => events);
    for (const { head, occurrence } of occurred) {
      if (!("username" in occurrence) || !wanting.includes(occurrence.type)) continue;
      const about = occurrence.type === "moderation" ? occurrence.details.uid : undefined;
      const uids = [occurrence.uid, about].filter((uid): uid is string => typeof uid === "string" && uid !== "");
      // Occurrences are JSON.
      this.store.note({ at: now, head, body: occurrence as unknown as JsonObject & { type: string } }, uids);
      if (!this.#isAwake) this.wake(now);
    }
  }

  wake(now: number): void {
    this.#isAwake = true;
    this.room.jobs.schedule(DELIVER_JOB, now);
  }

  /**
   * The hooks that have something to deliver now. If there is none, and none is at it, the next attempt of one that failed
   * is scheduled.
   *
   * @param running hooks whose loop runs
   */
  due(running: readonly string[], { now }: TurnContext): string[] {
    const waiting = this.hooks.filter((hook) => isReady(hook, now) && !running.includes(hook.id));
    const due = waiting.filter((hook) => this.#backlog.next(hook, this.#own, now).type !== "nothing");
    this.#isAwake = due.length + running.length > 0;
    const retries = this.hooks.filter(({ disabled, due }) => disabled === undefined && due > now).map(({ due }) => due);
    if (!this.#isAwake && retries.length > 0) this.room.jobs.schedule(DELIVER_JOB, Math.min(...retries));
    return due.map(({ id }) => id);
  }

  /** The next step of a hook. */
  next(id: string, { now }: TurnContext): Step {
    const hook = this.hooks.find((one) => one.id === id);
    if (hook === undefined || !isReady(hook, now)) return NOTHING_TO_DO;
    const next = this.#backlog.next(hook, this.#own, now);
    if (next.type === "deliver") return { delivery: next.delivery };
    if (next.type === "scan" || next.place.cursor - hook.cursor >= UNNOTED) {
      this.#move(hook, { ...hook, ...next.place });
    }
    return next.type === "scan" ? { isMore: true } : NOTHING_TO_DO;
  }

  /** Notes what became of an attempt, posts the answer, and goes on. */
  sent(delivery: Delivery, outcome: Outcome, turn: TurnContext): { effects: readonly Effect[]; step: Step } {
    const hook = this.hooks.find(({ id }) => id === delivery.hook);
    const { place } = delivery;
    const isNext = hook !== undefined && place !== undefined && hook.disabled === undefined;
    // The hook was changed meanwhile, or this is about a place that it has left.
    if (!isNext || (place.cursor <= hook.cursor && place.seen <= hook.seen)) {
      return { effects: [], step: this.next(delivery.hook, turn) };
    }
    this.record(delivery, outcome, turn.now);
    this.room.note({ type: "delivery", isDone: isSuccess(outcome) });
    if (!isSuccess(outcome)) {
      this.#move(hook, failed(hook, outcome, turn.now));
      return { effects: [], step: NOTHING_TO_DO };
    }
    this.#move(hook, { cursor: place.cursor, seen: place.seen, attempts: 0, due: 0 });
    if (place.seen > hook.seen) this.#forgetSeen();
    const reply = readReply(outcome.answer);
    const { seq, type } = delivery.subject;
    const target = type === "message" || type === "file" ? seq : undefined;
    const posted = reply && postReply(this.room, this.limits, hook, reply, target, turn);
    return { effects: posted?.effects ?? [], step: this.next(hook.id, turn) };
  }

  /** Keeps an attempt for the panel. */
  record({ hook, id, subject }: Delivery, { answer, error, ms, status }: Outcome, now: number): DeliveryRecord {
    const { body, seq, type, uids } = subject;
    const record = {
      id,
      type,
      uids,
      ...(seq === undefined ? {} : { seq }),
      // An event is read again from the log, so that nothing deleted stays here.
      ...(body === undefined || seq !== undefined ? {} : { body }),
      ...(status === undefined ? {} : { status }),
      ...(error === undefined ? {} : { error }),
      ms,
      answer: answer.slice(0, KEPT_ANSWER),
    };
    const number = this.store.record(hook, now, record);
    const { uids: _, ...shown } = record;
    return { number, at: now, ...shown };
  }

  /** The last attempts of a hook, newest first, with what they sent. */
  deliveries(hook: string): DeliveryRecord[] {
    return this.store.records(hook).map((record) => {
      const body = this.#backlog.dataOf(record);
      return body === undefined ? record : { ...record, body };
    });
  }

  /** Something to send that moves no cursor. */
  beside(hook: Hook, subject: Delivery["subject"], { newId, now }: TurnContext): Delivery {
    return this.#backlog.beside(hook, subject, now, now, newId());
  }

  /** The same again, with the same id: the receiver decides whether it has seen it. */
  again(hook: Hook, number: number, { now }: TurnContext): Delivery | undefined {
    const record = this.store.recordOf(hook.id, number);
    return record && this.#backlog.beside(hook, record, record.at, now, record.id.slice(hook.id.length + 1));
  }

  #move({ id }: Hook, progress: Progress): void {
    this.store.move(id, progress);
    this.changed();
  }

  /** Forgets occurrences that every hook has passed that wants any. */
  #forgetSeen(): void {
    const log: readonly string[] = ["message", "edit", "delete", "file"];
    const waiting = this.hooks.filter(
      ({ disabled, events }) => disabled === undefined && events.some((event) => !log.includes(event)),
    );
    this.store.passed(Math.min(...waiting.map(({ seen }) => seen)));
  }
}

function isReady({ disabled, due, kind }: Hook, now: number): boolean {
  return kind === "outgoing" && disabled === undefined && due <= now;
}

function failed(hook: Hook, outcome: Outcome, now: number): Progress {
  const { attempts, cursor, failingSince = now, seen } = hook;
  const backoff = Math.min(BACKOFF_MS * 2 ** attempts, MAX_BACKOFF_MS);
  const due = now + Math.max(backoff, outcome.retryAfter ?? 0);
  const progress = { cursor, seen, attempts: attempts + 1, failingSince, due };
  // 410 says that no one listens there any more.
  if (outcome.status === 410) return { ...progress, disabled: "gone" };
  return due - failingSince > GIVEN_UP_AFTER_MS ? { ...progress, disabled: "failing" } : progress;
}
