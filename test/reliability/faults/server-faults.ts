import type { Patch } from "../../support/tree.ts";
import type { Fault, NamedTest } from "./fault.ts";

const inWorker = (file: string, title: string): NamedTest => ({
  project: "worker",
  file: `test/worker/${file}.test.ts`,
  title,
});
const inSqlHistory = (from: string, to: string): Patch => ({ file: "src/worker/storage/sql-event-log.ts", from, to });
const inTurns = (from: string, to: string): Patch => ({ file: "src/worker/object/turn-runner.ts", from, to });
const inSchedule = (from: string, to: string): Patch => ({ file: "src/worker/object/scheduler.ts", from, to });
const inRoom = (from: string, to: string): Patch => ({ file: "src/room/room.ts", from, to });
const inReception = (from: string, to: string): Patch => ({ file: "src/room/handshake/handshake.ts", from, to });
const inResume = (from: string, to: string): Patch => ({ file: "src/room/log/resume.ts", from, to });

const APPEND_MESSAGE = 'if (event.type === "message") this.#unwritten.set(event.seq, { event, digest, onlyFor });';
const FOUND = "return this.#known.get(key);";
const UNSTORED = "P4.1 a message that cannot be stored reaches nobody, its sender hears of it, and leaves no hole";
const STORED_ONCE = "P4.3 a command that comes again is stored once, and its sender alone is told where";
const ONE_ALARM = "P4.5 there is one alarm while anybody is here, and none in an empty room";
const RESUMED = "P4.4 since 1 gives exactly what came after it, and what comes next follows";

/** Mistakes in the room, its storage and its shell. */
export const SERVER_FAULTS: readonly Fault[] = [
  {
    name: "send before write",
    isBasic: true,
    patches: [
      inSqlHistory(
        APPEND_MESSAGE,
        'if (event.type === "message") queueMicrotask(() => this.#unwritten.set(event.seq, { event, digest, onlyFor }));',
      ),
    ],
    caughtBy: inWorker("sql-storage", UNSTORED),
  },
  {
    name: "send now, write 50 ms later",
    patches: [
      inSqlHistory(
        APPEND_MESSAGE,
        'if (event.type === "message") setTimeout(() => this.#unwritten.set(event.seq, { event, digest, onlyFor }), 50);',
      ),
    ],
    caughtBy: {
      project: "reliability",
      file: "test/reliability/kills/kills.test.ts",
      title: "P4.1 P4.2 P4.3 P4.4 20 kills mid-stream lose, double and reorder nothing, and leave no hole",
    },
  },
  {
    name: "dedupe dropped",
    isBasic: true,
    patches: [inSqlHistory(FOUND, "return undefined;")],
    caughtBy: inWorker("v1-log", STORED_ONCE),
  },
  {
    name: "another content under the same id taken for the same command",
    patches: [inRoom("const same = stored.digest === undefined || stored.digest === digest;", "const same = true;")],
    caughtBy: inWorker(
      "v1-log",
      "P4.3 the same id with another text is id_conflict, also after the message was edited",
    ),
  },
  {
    name: "AUTOINCREMENT: a command that comes again burns a number",
    isBasic: true,
    patches: [inSqlHistory(FOUND, `if (this.#known.get(key) !== undefined) this.#head += 1;\n    ${FOUND}`)],
    caughtBy: inWorker("v1-log", STORED_ONCE),
  },
  {
    name: "AUTOINCREMENT: a write that fails burns a number",
    patches: [
      inSqlHistory(APPEND_MESSAGE, `this.#head = event.seq;\n    ${APPEND_MESSAGE}`),
      inTurns("this.hydrate();\n      return err(error);", "return err(error);"),
    ],
    caughtBy: inWorker("sql-storage", UNSTORED),
  },
  {
    name: "since off by one: one too few",
    isBasic: true,
    patches: [inResume("history.after(since.seq,", "history.after(since.seq + 1,")],
    caughtBy: inWorker("v1-log", RESUMED),
  },
  {
    name: "since off by one: one too many",
    isBasic: true,
    patches: [inResume("history.after(since.seq,", "history.after(since.seq - 1,")],
    caughtBy: inWorker("v1-log", RESUMED),
  },
  {
    name: "a since ahead of the room taken for up to date",
    patches: [inResume('if (behind < 0) return reset("ahead");', "if (behind < 0) return [];")],
    caughtBy: inWorker("v1-log", "P3.4 reset: ahead brings the newest messages in their present state"),
  },
  {
    name: "a since of another epoch taken for one of this",
    patches: [inResume('if (since.epoch !== history.identity.epoch) return reset("epoch");', "")],
    caughtBy: inWorker("v1-log", "P3.4 reset: epoch brings the newest messages in their present state"),
  },
  {
    name: "going live a moment after reading the log",
    patches: [
      inTurns(
        "this.#announce(value.effects);",
        'if (value.effects.some((effect) => effect.type === "reply" && effect.objects[0]?.type === "welcome")) setTimeout(() => this.#announce(value.effects), 20);\n    else this.#announce(value.effects);',
      ),
    ],
    caughtBy: {
      project: "reliability",
      file: "test/reliability/kills/kills.test.ts",
      title: "P3.4 who enters while others write misses nothing between what was read and what comes live",
    },
  },
  {
    name: "the welcome after the events",
    patches: [inReception("objects: [welcome, ...missed,", "objects: [...missed, welcome,")],
    caughtBy: inWorker(
      "v1-session",
      "P3.4 hello is answered by welcome, reset: new in a room's first session, and ready",
    ),
  },
  {
    name: "the token's signature not checked",
    patches: [{ file: "src/room/handshake/room-token.ts", from: "isEqual(mac(key, claims), tag) && ", to: "" }],
    caughtBy: inWorker("v1-session", "P3.4 a token altered in any byte closes with 4401"),
  },
  {
    name: "others may edit and delete",
    patches: [{ file: "src/room/log/decide-command.ts", from: 'undefined : "not_yours"', to: "undefined : undefined" }],
    caughtBy: inWorker("v1-log", "P3.2 the author alone edits and deletes"),
  },
  {
    name: "a delete leaves the text of edits",
    patches: [
      inSqlHistory("digest = NULL WHERE type = 'edit' AND target = ?", "digest = NULL WHERE type = '' AND target = ?"),
    ],
    caughtBy: inWorker(
      "sql-storage",
      "P3.5 a delete leaves nothing of the text, of what its sender added, of its edits and of their digests",
    ),
  },
  {
    name: "the transaction dropped",
    patches: [
      inTurns("value = this.#ports.storage.transactionSync(() => {", "value = ((run: () => T) => run())(() => {"),
    ],
    caughtBy: inWorker("sql-storage", "P4.1 a command whose second write fails leaves nothing of its first one behind"),
  },
  {
    name: "a leave waits for its name to be stored",
    isBasic: true,
    patches: [
      inTurns("        this.#holdNames(hydrated.room, turn.now);\n", ""),
      inTurns(
        "    this.#announce(value.effects);",
        "    hydrated.room.holdNames(turn.now);\n    this.#announce(value.effects);",
      ),
    ],
    caughtBy: inWorker("sql-storage", "P2.1, P8.11 a leave is announced even if the name cannot be stored"),
  },
  {
    name: "what was gathered is sent to who came in behind it",
    patches: [{ file: "src/worker/object/fan-out.ts", from: "if (!isPresent(line.session)) this.#send();", to: "" }],
    caughtBy: inWorker(
      "batching",
      "P3.4 who says hello in the middle of a burst misses nothing and gets nothing twice",
    ),
  },
  {
    name: "nobody is ever too far behind in events",
    patches: [{ file: "src/worker/object/fan-out.ts", from: "|| head - acked > MAX_LAG_EVENTS", to: "" }],
    caughtBy: inWorker(
      "lag",
      "P3.8 4,000 events unacknowledged are borne, one more closes with 4008, and the rest is in the log",
    ),
  },
  {
    name: "nobody is ever too far behind in length",
    patches: [{ file: "src/worker/object/fan-out.ts", from: "sent - received > MAX_LAG_LENGTH ||", to: "" }],
    caughtBy: inWorker(
      "lag",
      "P3.8 1 MiB of signals unacknowledged closes with 4008; who says what was received stays",
    ),
  },
  {
    name: "a plain socket that is not heard of is sent to for ever",
    patches: [
      {
        file: "src/worker/object/fan-out.ts",
        from: "sent - received <= MAX_UNHEARD_LENGTH",
        to: "sent - received >= 0",
      },
    ],
    caughtBy: inWorker(
      "lag",
      "P2.9 a plain socket that is sent 4 MiB and sends nothing is closed with 4008; one that pings or talks is not",
    ),
  },
  {
    name: "the presence alarm never set",
    patches: [inSchedule("return room.watch.lookDue(this.#ports.now(), this.#ports.lastPing);", "return undefined;")],
    caughtBy: inWorker("v1-session", ONE_ALARM),
  },
  {
    name: "the presence alarm set once only",
    patches: [inSchedule("    await this.#ports.jobs.run();\n", "")],
    caughtBy: inWorker("v1-session", ONE_ALARM),
  },
  {
    name: "the presence alarm left where it was for somebody alone",
    patches: [inSchedule("if (hasCompany && this.#hasCompany === false) void this.#ports.jobs.setAlarm();", "")],
    caughtBy: {
      project: "unit",
      file: "test/unit/worker/idle.test.ts",
      title: "P4.6 who died alone is gone when somebody comes, and whoever dies in that company is closed within 90 s",
    },
  },
  {
    name: "a job that fails is forgotten",
    patches: [
      {
        file: "src/worker/object/job-queue.ts",
        from: "if (isLast) store.delete(job.kind, job);",
        to: "if (attempts > 0) store.delete(job.kind, job);",
      },
    ],
    caughtBy: {
      project: "unit",
      file: "test/unit/worker/job-queue.test.ts",
      title: "a job that fails is tried again, after longer and longer waits, and given up after 16 attempts",
    },
  },
  {
    name: "a storm of leaves told one by one",
    patches: [
      inSchedule("if (!this.#signals.isSet) this.#signals.set(now + SIGNALS_WINDOW_MS);", "this.#tellSignals();"),
    ],
    caughtBy: inWorker(
      "crowd",
      "P3.6, P3.10 a storm of leaves costs each socket that stays a frame a window, and names those who stayed",
    ),
  },
];
