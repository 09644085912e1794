import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { LogEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import { isLongerThan } from "../../protocol/text.ts";
import type { CapabilityRoom, HttpAnswer, PlugIn } from "../../room/capability/capability.ts";
import { MODERATOR_VIEWER } from "../../room/log/visibility.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import type { Effect } from "../../room/model/effects.ts";
import { err, ok } from "../../room/model/result.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import type { ImportBatch, ImportedMessage } from "./batch.ts";

/** The request with a batch. */
export const IMPORT_BATCH = "import.batch";

/** Ends an import. Its row says that one is going on. */
const END = "import.end";

/** Milliseconds after its last batch at which an import that no one ended is over: its program was stopped. */
const IDLE_MS = 60_000;

/** The digest of an event that no client asked for: nothing will be compared with it. */
const NO_DIGEST = 0;

/** `batch.ts` has parsed the batch. */
const Request = v.object({
  type: v.literal(IMPORT_BATCH),
  batch: v.custom<ImportBatch>((value) => typeof value === "object" && value !== null),
});

/** What became of a batch. */
export interface ImportAnswer {
  /** Messages that are new in the room. */
  readonly stored: number;
  /** Messages that an earlier batch brought. */
  readonly known: number;
}

/** Settings of imports. */
export interface ImportOptions {
  /** Unicode code points in a message. */
  readonly maxCharacters: number;
  /** Whether the room has reached its storage limit (P4.7). */
  readonly isFull: () => boolean;
}

/** Lets owners bring messages from elsewhere into the log (P17.12). */
export function plugInImport(options: ImportOptions): PlugIn {
  return (room) => {
    const imports = new Imports(room, options);
    return {
      ask: (author, request, turn, refusal) => imports.ask(author, request, turn, refusal),
      write: () => imports.writeRefusal(),
      jobs: { [END]: (turn) => imports.end(turn) },
    };
  };
}

class Imports {
  readonly #room: CapabilityRoom;
  readonly #options: ImportOptions;
  /** Whether an import is going on; looked up when it first matters. */
  #isOpen: boolean | undefined;

  constructor(room: CapabilityRoom, options: ImportOptions) {
    this.#room = room;
    this.#options = options;
  }

  ask(author: Author, sent: JsonObject, turn: TurnContext, refusal: () => Refusal | undefined): HttpAnswer | undefined {
    const request = v.safeParse(Request, sent);
    if (!request.success) return undefined;
    const code = refusal()?.code ?? this.#judge(author, request.output.batch);
    if (code !== undefined) return { effects: [], result: err(code) };
    return this.#take(author, request.output.batch, turn);
  }

  /** P17.16: no one writes while messages are imported, because they would stand between them. */
  writeRefusal(): Refusal | undefined {
    this.#isOpen ??= this.#room.jobs.isScheduled(END);
    return this.#isOpen ? { code: "room_locked", retryAfter: IDLE_MS } : undefined;
  }

  /** P17.17: clients load the log afresh. */
  end(turn: TurnContext): readonly Effect[] {
    this.#isOpen = false;
    return this.#room.startOver(turn);
  }

  #judge({ role }: Author, { messages }: ImportBatch): ErrorCode | undefined {
    if (!isAtLeast(role, "owner")) return "not_allowed";
    if (this.#options.isFull()) return "storage_full";
    const { maxCharacters } = this.#options;
    return messages.some(({ message }) => isLongerThan(message, maxCharacters)) ? "message_too_long" : undefined;
  }

  #take(author: Author, { last, messages, source }: ImportBatch, turn: TurnContext): HttpAnswer {
    const { audit, jobs, log } = this.#room;
    log.expect(
      messages.flatMap(({ id, person, replyTo }) => [
        { uid: person, id },
        ...(replyTo === undefined ? [] : [{ uid: replyTo.person, id: replyTo.id }]),
      ]),
    );
    const isNew = messages.map(({ id, person }) => log.find(person, id) === undefined);
    const fresh = messages.filter((_message, index) => isNew[index]);
    if (!this.#isInOrder(fresh)) return { effects: [], result: err("import_order") };
    const isOpen = this.writeRefusal() !== undefined;
    if (fresh.length > 0 && !isOpen) audit(author, "import", { source }, turn.now);
    let stored = 0;
    for (const message of fresh) {
      // The same message may be twice in a batch.
      if (log.find(message.person, message.id) !== undefined) continue;
      this.#append(message, turn);
      stored += 1;
    }
    this.#isOpen = isOpen || stored > 0;
    if (this.#isOpen) jobs.schedule(END, last ? turn.now : turn.now + IDLE_MS);
    return { effects: [], result: ok({ stored, known: messages.length - stored } satisfies ImportAnswer) };
  }

  /** P17.13: the log stays in the order of time. */
  #isInOrder(messages: readonly ImportedMessage[]): boolean {
    const [newest] = this.#room.log.page({ limit: 1 }, MODERATOR_VIEWER);
    let before = newest?.at ?? 0;
    return messages.every(({ at }) => {
      const isLater = at >= before;
      before = at;
      return isLater;
    });
  }

  /** Stores a message with what became of it. No one is told, and no capability follows. */
  #append(
    { at, editedAt, id, message, person, reactions = [], replyTo, username }: ImportedMessage,
    { newId }: TurnContext,
  ): void {
    const { log } = this.#room;
    const target = log.head() + 1;
    const add = (event: LogEvent) => log.append(event, NO_DIGEST);
    const stamp = (time: number, uid: string) => ({ seq: log.head() + 1, at: time, uid, id: newId() });
    const answered = replyTo === undefined ? undefined : log.find(replyTo.person, replyTo.id)?.seq;
    const reply = answered === undefined ? {} : { replyTo: answered };
    add({ type: "message", seq: target, at, uid: person, id, username, message, ...reply, imported: true });
    if (editedAt !== undefined) add({ type: "edit", ...stamp(editedAt, person), target, message });
    for (const { emoji, people } of reactions) {
      for (const uid of new Set(people)) add({ type: "reaction", ...stamp(at, uid), target, emoji, on: true });
    }
  }
}
