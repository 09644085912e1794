import * as v from "valibot";
import type { LogCommand } from "../../protocol/commands.ts";
import type { MessageFile, SentFile } from "../../protocol/files.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { type FileSenders, isAtLeast } from "../../protocol/moderation.ts";
import type {
  CapabilityRoom,
  HttpAnswer,
  PlugIn,
  RoomCapability,
  StoredEvent,
} from "../../room/capability/capability.ts";
import type { PersonalItem } from "../../room/capability/personal-data.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { err, ok, type Result } from "../../room/model/result.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import type { FileConfig } from "../../worker/config/file-config.ts";
import { countedBytes, DAY_MS, dayOf, FileQuotas, LEAST_BYTES } from "./file-quotas.ts";
import type { SqlFileRegistry } from "./sql-file-registry.ts";
import { pathOf } from "./stored-file.ts";

/** Milliseconds for which an upload waits to be named (P12.3). */
const UNUSED_MS = 60 * 60 * 1_000;

/** Tells the `Files` object what changed (capability.ts). */
export const PUSH = "files.push";

const SWEEP = "files.sweep";

const Request = v.variant("type", [
  v.object({
    type: v.literal("files.begin"),
    id: v.string(),
    size: v.number(),
    /** The network of the sender's address. */
    network: v.exactOptional(v.string()),
  }),
  v.object({
    type: v.literal("files.end"),
    network: v.exactOptional(v.string()),
    /** Whether the `Files` object was told that everyone may read the room. */
    isOpen: v.exactOptional(v.boolean()),
    file: v.object({
      id: v.string(),
      name: v.string(),
      type: v.string(),
      size: v.number(),
      hash: v.string(),
      width: v.exactOptional(v.number()),
      height: v.exactOptional(v.number()),
    }),
  }),
  v.object({ type: v.literal("files.fail"), id: v.string(), network: v.exactOptional(v.string()) }),
  v.object({ type: v.literal("files.access") }),
  v.object({ type: v.literal("files.known"), hash: v.string() }),
]);
type Request = v.InferOutput<typeof Request>;

/** The settings of files in a room, and what a person may read (P12.11). */
export interface FileAccess {
  readonly isOpen: boolean;
  readonly isModerator: boolean;
}

/** Whether the person has sent the same bytes before. */
export interface FileKnown {
  readonly isKnown: boolean;
}

/** The people who can send files while no owner has decided. */
export function defaultsOf({ senders }: FileConfig): Pick<RoomCapability, "defaults"> {
  return senders === "members" ? {} : { defaults: { files: senders } };
}

/** Lets people send files with messages (P12): the room's part, which knows names and messages but no bytes. */
export function plugInFiles(registry: SqlFileRegistry, config: FileConfig): PlugIn {
  return (room) => {
    const files = new Files(room, registry, config);
    return {
      ...defaultsOf(config),
      before: (author, command) => files.attach(author, command),
      after: (events, { now }) => files.follow(events, now),
      pruned: (oldest) => files.prune(oldest),
      settingsChanged: () => files.settingsChanged(),
      ask: (author, request, turn, refusal) => files.ask(author, request, turn, refusal),
      jobs: { [SWEEP]: ({ now }) => files.sweep(now) },
      personalItems: (uid) => files.personalItems(uid),
      forget: (uid) => files.forget(uid),
    };
  };
}

class Files {
  readonly #room: CapabilityRoom;
  readonly #registry: SqlFileRegistry;
  readonly #config: FileConfig;
  readonly #quotas: FileQuotas;
  /** Whether the room has files; looked up when it first matters, so that a room without them reads nothing. */
  #hasAny: boolean | undefined;
  #isOpen: boolean;

  constructor(room: CapabilityRoom, registry: SqlFileRegistry, config: FileConfig) {
    this.#room = room;
    this.#registry = registry;
    this.#config = config;
    this.#quotas = new FileQuotas(registry, config, () => room.log.identity.key);
    this.#isOpen = this.#readIsOpen();
  }

  /** P12.4: replaces the ids of a message's files by what the room knows of them. */
  attach(author: Author, command: LogCommand): Result<LogCommand, Refusal> {
    if (command.type !== "message" || command.files === undefined) return ok(command);
    const refusal = this.#refusal(author);
    if (refusal !== undefined) return err(refusal);
    const { files } = command;
    if (new Set(files.map(({ id }) => id)).size < files.length) return err({ code: "bad_command" });
    const attached = files.flatMap((sent) => this.#find(author.uid, sent) ?? []);
    return attached.length < files.length ? err({ code: "no_file" }) : ok({ ...command, attached });
  }

  /** Notes which messages name files, and which of these are gone. */
  follow(events: readonly StoredEvent[], now: number): [] {
    for (const { event, onlyFor } of events) {
      if (event.type === "message" && event.files !== undefined) {
        const ids = event.files.map(({ id }) => id);
        this.#registry.use(event.seq, ids, onlyFor !== undefined);
      } else if (event.type === "delete" && this.#hasFiles()) {
        this.#registry.release(event.target, this.#room.isHeld(event.target));
        this.#push(now);
      }
    }
    return [];
  }

  prune(oldest: number): void {
    if (!this.#hasFiles()) return;
    for (const seq of this.#registry.usesBefore(oldest)) this.#registry.release(seq, this.#room.isHeld(seq));
    this.#push(0);
  }

  settingsChanged(): void {
    const isOpen = this.#readIsOpen();
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    if (this.#hasFiles()) this.#push(0);
  }

  ask(author: Author, sent: JsonObject, turn: TurnContext, refusal: () => Refusal | undefined): HttpAnswer | undefined {
    const request = v.safeParse(Request, sent);
    if (!request.success) return undefined;
    const denied = refusal();
    const result = denied === undefined ? this.#answer(author, request.output, turn) : err(denied.code);
    return { effects: [], result };
  }

  /** Drops uploads that no message named in time, and files kept for reports that are gone. */
  sweep(now: number): [] {
    const registry = this.#registry;
    const oldest = registry.expire(now - UNUSED_MS);
    // P9.17: the oldest hidden messages go without an event.
    const hidden = registry.hiddenUses().filter((seq) => this.#room.log.message(seq) === undefined);
    for (const seq of hidden) registry.release(seq, false);
    const held = registry.heldUses();
    for (const seq of held.filter((one) => !this.#room.isHeld(one))) registry.release(seq, false);
    registry.forgetDays(dayOf(now));
    this.#push(now);
    const isWatched = held.length > 0 || registry.hiddenUses().length > 0;
    const next = oldest === undefined ? undefined : oldest + UNUSED_MS;
    if (next !== undefined || isWatched) this.#room.jobs.schedule(SWEEP, Math.min(next ?? now + DAY_MS, now + DAY_MS));
    return [];
  }

  personalItems(uid: string): PersonalItem[] {
    if (!this.#hasFiles()) return [];
    return this.#registry.ofPerson(uid).map(({ hash: _, ...file }): PersonalItem => ({ kind: "file", ...file }));
  }

  /** P11.3. Files of messages go with their messages. */
  forget(uid: string): [] {
    if (!this.#hasFiles()) return [];
    this.#registry.dropUnused(uid);
    this.#registry.forgetQuota(uid);
    this.#push(0);
    return [];
  }

  #answer(author: Author, request: Request, turn: TurnContext): HttpAnswer["result"] {
    switch (request.type) {
      case "files.begin":
        return this.#begin(author, request, turn);
      case "files.end":
        return this.#end(author, request, turn.now);
      case "files.fail":
        return this.#fail(author, request, turn.now);
      case "files.access":
        return ok({ isOpen: this.#isOpen, isModerator: isAtLeast(author.role, "moderator") } satisfies FileAccess);
      case "files.known":
        return ok({ isKnown: this.#registry.has(author.uid, request.hash) } satisfies FileKnown);
    }
  }

  /** P12.2: permission, size and quota, in this order. */
  #begin(
    author: Author,
    { id, network, size }: Extract<Request, { type: "files.begin" }>,
    turn: TurnContext,
  ): HttpAnswer["result"] {
    const refusal = this.#refusal(author) ?? this.#room.writeRefusal(author, turn);
    if (refusal !== undefined) return err(refusal.code);
    if (size > this.#config.maxBytes) return err("file_too_large");
    const counted = countedBytes(size);
    if (!this.#quotas.take({ uid: author.uid, network }, counted, turn.now)) return err("quota");
    this.#registry.begin(id, author.uid, counted, turn.now);
    this.#hasAny = true;
    const { jobs } = this.#room;
    if (!jobs.isScheduled(SWEEP)) jobs.schedule(SWEEP, turn.now + UNUSED_MS);
    return ok({ isOpen: this.#isOpen });
  }

  #end(
    { uid }: Author,
    { file, isOpen, network }: Extract<Request, { type: "files.end" }>,
    now: number,
  ): HttpAnswer["result"] {
    const reserved = this.#registry.begun(file.id, uid);
    // The room was closed or opened after the upload had asked, and the object may have heard of it before (P12.17).
    if (isOpen !== undefined && isOpen !== this.#isOpen) this.#push(now);
    if (reserved === undefined) return err("no_file");
    const same = this.#registry.same(uid, file.hash, now);
    if (same !== undefined) {
      this.#quotas.giveBack({ uid, network }, reserved - LEAST_BYTES, now);
      this.#drop(file.id, now);
      return ok({ file: same });
    }
    this.#quotas.giveBack({ uid, network }, reserved - countedBytes(file.size), now);
    this.#registry.finish({ ...file, size: file.size });
    return ok({ file });
  }

  /** A failed upload counts as the smallest one. */
  #fail({ uid }: Author, { id, network }: Extract<Request, { type: "files.fail" }>, now: number): HttpAnswer["result"] {
    const reserved = this.#registry.begun(id, uid);
    if (reserved === undefined) return err("no_file");
    this.#quotas.giveBack({ uid, network }, reserved - LEAST_BYTES, now);
    this.#drop(id, now);
    return ok({});
  }

  #drop(id: string, now: number): void {
    this.#registry.drop(id);
    this.#push(now);
  }

  /** P12.1. */
  #refusal({ role }: Author): Refusal | undefined {
    return maySend(this.#room.settings().files ?? this.#config.senders, role) ? undefined : { code: "not_allowed" };
  }

  #find(uid: string, { alt, id, spoiler, voice }: SentFile): MessageFile | undefined {
    const file = this.#registry.find(id, uid);
    if (file === undefined) return undefined;
    const { hash: _, ...shown } = file;
    return {
      ...shown,
      ...(alt === undefined ? {} : { alt }),
      ...(spoiler && { spoiler }),
      // P12.27
      ...(voice !== undefined && file.type.startsWith("audio/") && { voice }),
      url: pathOf(this.#room.name, file),
    };
  }

  #hasFiles(): boolean {
    this.#hasAny ??= this.#registry.hasAny();
    return this.#hasAny;
  }

  /** Schedules what the `Files` object has to do; a job is stored with the turn. */
  #push(now: number): void {
    this.#room.jobs.schedule(PUSH, now, { isOpen: this.#isOpen });
  }

  #readIsOpen(): boolean {
    return this.#room.settings().read === "everyone";
  }
}

function maySend(senders: FileSenders, role: Author["role"]): boolean {
  switch (senders) {
    case "everyone":
      return true;
    case "members":
      return isAtLeast(role, "member");
    case "moderators":
      return isAtLeast(role, "moderator");
    case "off":
      return false;
  }
}
