import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { CapabilityRoom, HttpAnswer, PlugIn } from "../../room/capability/capability.ts";
import { seqSince } from "../../room/log/seq-since.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import type { Effect } from "../../room/model/effects.ts";
import { err, ok, type Result } from "../../room/model/result.ts";
import { outranks, type Refusal } from "../../room/moderation/permissions.ts";
import type { Deletion, DeletionStore } from "./deletion-store.ts";

/** A person's events that one turn looks at. Each delete costs a handful of rows, and the room does nothing else meanwhile. */
const DELETED_AT_ONCE = 200;

/** Events that one turn prunes: some milliseconds' work. */
const PRUNED_AT_ONCE = 1_000;

/** Milliseconds between two slices, in which the room does everything else. */
const SLICE_AFTER_MS = 1_000;

const DELETE = "deletion.run";

const Request = v.variant("type", [
  v.object({ type: v.literal("deletion.person"), uid: v.string() }),
  v.object({ type: v.literal("deletion.before"), at: v.number() }),
]);

/** Lets owners delete all messages of a person, or everything before a time (P17). */
export function plugInDeletion(store: DeletionStore): PlugIn {
  return (room) => {
    const deletions = new Deletions(room, store);
    return {
      ask: (author, request, turn, refusal) => deletions.ask(author, request, turn, refusal),
      jobs: { [DELETE]: (turn) => deletions.deleteNext(turn) },
    };
  };
}

interface Slice {
  readonly effects: readonly Effect[];
  readonly isLast: boolean;
}

class Deletions {
  readonly #room: CapabilityRoom;
  readonly #store: DeletionStore;

  constructor(room: CapabilityRoom, store: DeletionStore) {
    this.#room = room;
    this.#store = store;
  }

  ask(author: Author, sent: JsonObject, turn: TurnContext, refusal: () => Refusal | undefined): HttpAnswer | undefined {
    const request = v.safeParse(Request, sent);
    if (!request.success) return undefined;
    const denied = refusal();
    if (denied !== undefined) return { effects: [], result: err(denied.code) };
    if (!isAtLeast(author.role, "owner")) return { effects: [], result: err("not_allowed") };
    const { output } = request;
    return output.type === "deletion.person"
      ? this.#deletePerson(author, output.uid, turn)
      : this.#deleteBefore(author, output.at, turn);
  }

  /** Deletes the next slice of a deletion that is not finished. */
  deleteNext(turn: TurnContext): readonly Effect[] {
    const deletion = this.#store.next();
    if (deletion === undefined) return [];
    const { effects } = this.#slice(deletion, turn);
    if (this.#store.next() !== undefined) this.#room.jobs.schedule(DELETE, turn.now + SLICE_AFTER_MS);
    return effects;
  }

  /** P17.1. */
  #deletePerson(author: Author, uid: string, turn: TurnContext): HttpAnswer {
    const judged = this.#judge(author, uid, turn.now);
    if (!judged.ok) return { effects: [], result: judged };
    const { audit, log } = this.#room;
    const [first] = log.recordsOf(uid, "", 1);
    if (first === undefined) return { effects: [], result: err("no_person") };
    const name = "username" in first.event && first.event.username !== "" ? { username: first.event.username } : {};
    audit(author, "deleteAll", { uid, ...name }, turn.now);
    const { effects, isLast } = this.#begin({ uid, by: author.uid, done: "", head: log.head() }, turn);
    return { effects, result: ok({ uid, done: isLast }) };
  }

  /** P17.2. */
  #deleteBefore(author: Author, at: number, turn: TurnContext): HttpAnswer {
    const { audit, log } = this.#room;
    audit(author, "deleteBefore", { before: at }, turn.now);
    const head = seqSince(log, at);
    const { effects, isLast } =
      head <= log.oldest()
        ? { effects: [], isLast: true }
        : this.#begin({ uid: "", by: author.uid, done: "", head }, turn);
    return { effects, result: ok({ before: at, done: isLast }) };
  }

  /** Owners delete what people below them wrote, and their own; the owner of the deployment deletes everybody's. */
  #judge(author: Author, uid: string, now: number): Result<true, ErrorCode> {
    if (uid === "") return err("no_person");
    if (author.isDeployment || uid === author.uid) return ok(true);
    return outranks(author.role, this.#room.personalData.roleOf(uid, now)) ? ok(true) : err("not_allowed");
  }

  #begin(deletion: Deletion, turn: TurnContext): Slice {
    const slice = this.#slice(deletion, turn);
    const { jobs } = this.#room;
    if (!slice.isLast && !jobs.isScheduled(DELETE)) jobs.schedule(DELETE, turn.now + SLICE_AFTER_MS);
    return slice;
  }

  #slice(deletion: Deletion, turn: TurnContext): Slice {
    return deletion.uid === "" ? this.#pruneSlice(deletion, turn) : this.#personSlice(deletion, turn);
  }

  /** Deletes each message with an event of its own, so that clients need no special case. */
  #personSlice(deletion: Deletion, { newId, now }: TurnContext): Slice {
    const { append, log } = this.#room;
    const { by, done, head, uid } = deletion;
    const records = log.recordsOf(uid, done, DELETED_AT_ONCE, head);
    const effects = records.flatMap(({ event, onlyFor }) => {
      if (event.type !== "message" || event.deleted) return [];
      const stamp = { seq: log.head() + 1, at: now, uid: by, id: newId() };
      return append({ type: "delete", ...stamp, target: event.seq }, onlyFor);
    });
    const last = records.at(-1);
    const isLast = last === undefined || records.length < DELETED_AT_ONCE;
    this.#note(deletion, isLast ? undefined : last.cursor);
    return { effects, isLast };
  }

  /** Deletes the oldest events without events that say so. Once all are gone, clients load the log afresh (P17.3). */
  #pruneSlice(deletion: Deletion, turn: TurnContext): Slice {
    const { log, prune, startOver } = this.#room;
    const oldest = Math.min(log.oldest() + PRUNED_AT_ONCE, deletion.head);
    if (oldest > log.oldest()) prune(oldest);
    const isLast = oldest >= deletion.head;
    this.#note(deletion, isLast ? undefined : "");
    return { effects: isLast ? startOver(turn) : [], isLast };
  }

  /** @param done where to go on; `undefined` after the last slice */
  #note(deletion: Deletion, done: string | undefined): void {
    if (done === undefined) this.#store.delete(deletion.uid);
    else this.#store.put({ ...deletion, done });
  }
}
