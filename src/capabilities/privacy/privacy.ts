import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { LogEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { CapabilityRoom, HttpAnswer, PlugIn } from "../../room/capability/capability.ts";
import type { StoredRecord } from "../../room/log/event-log.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import type { Effect } from "../../room/model/effects.ts";
import { err, ok, type Result } from "../../room/model/result.ts";
import { outranks } from "../../room/moderation/permissions.ts";
import type { Erasure, ErasureStore } from "./erasure-store.ts";

/** Events of one part of an export. */
const EXPORTED_AT_ONCE = 200;

/** Events that one turn erases. Each costs a handful of rows, and the room does nothing else meanwhile. */
const ERASED_AT_ONCE = 200;

/** Milliseconds between two slices, in which the room does everything else. */
const SLICE_AFTER_MS = 1_000;

const ERASE = "privacy.erase";

/** The uid in the address of a request, or this for the person who asks. */
const SELF = "me";

const Request = v.variant("type", [
  v.object({ type: v.literal("privacy.export"), uid: v.string(), after: v.exactOptional(v.string()) }),
  v.object({ type: v.literal("privacy.erase"), uid: v.string() }),
]);

/** Hands people what a room stores about them, and erases it (P11). */
export function plugInPrivacy(store: ErasureStore): PlugIn {
  return (room) => {
    const privacy = new Privacy(room, store);
    return {
      ask: (author, request, turn) => privacy.ask(author, request, turn),
      jobs: { [ERASE]: (turn) => privacy.eraseNext(turn) },
    };
  };
}

class Privacy {
  readonly #room: CapabilityRoom;
  readonly #store: ErasureStore;

  constructor(room: CapabilityRoom, store: ErasureStore) {
    this.#room = room;
    this.#store = store;
  }

  ask(author: Author, sent: JsonObject, turn: TurnContext): HttpAnswer | undefined {
    const request = v.safeParse(Request, sent);
    if (!request.success) return undefined;
    const { type } = request.output;
    const uid = request.output.uid === SELF ? author.uid : request.output.uid;
    const allowed = this.#judge(author, uid, type === "privacy.erase", turn.now);
    if (!allowed.ok) return { effects: [], result: allowed };
    if (type === "privacy.erase") return this.#erase(author, uid, turn);
    const { after } = request.output;
    return { effects: [], result: ok(this.#export(author, uid, after)) };
  }

  /** Erases the next slice of whoever is being erased. */
  eraseNext(turn: TurnContext): readonly Effect[] {
    const erasure = this.#store.next();
    if (erasure === undefined) return [];
    const { effects } = this.#slice(erasure, turn);
    if (this.#store.next() !== undefined) this.#room.jobs.schedule(ERASE, turn.now + SLICE_AFTER_MS);
    return effects;
  }

  /** P11.2: people may ask for themselves, and owners for people below them; with the owner's token, for everybody. */
  #judge(author: Author, uid: string, erases: boolean, now: number): Result<true, ErrorCode> {
    const { personalData } = this.#room;
    const isDeployment = author.uid === "" && author.role === "owner";
    if (uid === "") return err("no_person");
    if (uid !== author.uid && !isDeployment) {
      if (!isAtLeast(author.role, "owner") || !outranks(author.role, personalData.roleOf(uid, now)))
        return err("not_allowed");
    }
    // A room must not lose its last owner by accident.
    if (erases && !isDeployment && personalData.isOnlyOwner(uid)) return err("not_allowed");
    const isKnown = personalData.items(uid, true).length > 0 || this.#room.log.recordsOf(uid, "", 1).length > 0;
    return isKnown ? ok(true) : err("no_person");
  }

  /** P11.1. */
  #export(author: Author, uid: string, after: string | undefined): object {
    const isOwn = uid === author.uid;
    const records = this.#room.log.recordsOf(uid, after ?? "", EXPORTED_AT_ONCE);
    const items = after === undefined ? this.#room.personalData.items(uid, !isOwn) : [];
    const events = records.map(({ event, onlyFor }) => ({
      kind: "event",
      ...event,
      // A person does not learn from an export that they are shadowed (P9.9).
      ...(isOwn || onlyFor === undefined ? {} : { hidden: true }),
    }));
    const last = records.at(-1);
    const next = last === undefined || records.length < EXPORTED_AT_ONCE ? {} : { next: { after: last.cursor } };
    return { lines: [...items, ...events], ...next };
  }

  /** P11.3. */
  #erase(author: Author, uid: string, turn: TurnContext): HttpAnswer {
    const { audit, jobs, log, personalData } = this.#room;
    const { effects, isLast } = this.#slice({ uid, done: "", head: log.head() }, turn);
    effects.push(...personalData.erase(uid, turn));
    if (uid !== author.uid) audit(author, "erase", { uid }, turn.now);
    if (!isLast && !jobs.isScheduled(ERASE)) jobs.schedule(ERASE, turn.now + SLICE_AFTER_MS);
    return { effects, result: ok({ uid, erased: isLast }) };
  }

  /** Erases the next events of a person: a message by a delete event and a reaction by a reaction event, so that clients follow. */
  #slice({ done, head, uid }: Erasure, turn: TurnContext): { effects: Effect[]; isLast: boolean } {
    const { append, log } = this.#room;
    const records = log.recordsOf(uid, done, ERASED_AT_ONCE, head);
    const effects = records.flatMap(({ event, onlyFor }) => {
      const undoing = this.#undoing({ event }, turn);
      return undoing === undefined ? [] : append(undoing, onlyFor);
    });
    log.forget(records.map(({ event }) => event.seq));
    const last = records.at(-1);
    const isLast = last === undefined || records.length < ERASED_AT_ONCE;
    if (isLast) this.#store.delete(uid);
    else this.#store.put({ uid, done: last.cursor, head });
    return { effects, isLast };
  }

  #undoing({ event }: Pick<StoredRecord, "event">, { newId, now }: TurnContext): LogEvent | undefined {
    const stamp = { seq: this.#room.log.head() + 1, at: now, uid: event.uid, id: newId() };
    if (event.type === "message" && !event.deleted) return { type: "delete", ...stamp, target: event.seq };
    if (event.type !== "reaction" || !event.on) return undefined;
    return { type: "reaction", ...stamp, target: event.target, emoji: event.emoji, on: false };
  }
}
