import type { Fault } from "./fault.ts";
import { patchesOf, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inWorker = testsIn("worker", "test/worker");
const inSqlHistory = patchesOf("src/worker/storage/sql-event-log.ts");
const inLookup = patchesOf("src/worker/storage/command-lookup.ts");
const inErasing = patchesOf("src/worker/storage/erasing.ts");
const inTurns = patchesOf("src/worker/object/turn-runner.ts");
const inSchedule = patchesOf("src/worker/object/scheduler.ts");
const inLogWriter = patchesOf("src/room/commands/log-writer.ts");
const inReception = patchesOf("src/room/handshake/handshake.ts");
const inResume = patchesOf("src/room/log/resume.ts");

const APPEND_MESSAGE = 'if (event.type === "message") this.#buffer.add({ event, digest, onlyFor });';
const FOUND = "return this.#of(uid).get(id);";
const FIND = "return this.#commands.find({ uid, id });";
const UNSTORED = "P4.1 a message that cannot be stored reaches nobody, is an error to its sender, and leaves no hole";
const STORED_ONCE = "P4.3 a repeated command is stored once and acknowledged only to its sender";
const ONE_ALARM = "P4.5 there is one alarm while a user is connected, and none in an empty room";
const RESUMED = "P4.4 since 1 yields exactly the events after it, then the live ones";

/** Faults in the room, its storage and its shell. */
export const SERVER_FAULTS: readonly Fault[] = [
  {
    name: "an event is sent before it is stored",
    isBasic: true,
    patches: [
      inSqlHistory(
        APPEND_MESSAGE,
        'if (event.type === "message") queueMicrotask(() => this.#buffer.add({ event, digest, onlyFor }));',
      ),
    ],
    caughtBy: inWorker("sql-storage", UNSTORED),
  },
  {
    name: "an event is stored 50 ms after it was sent",
    patches: [
      inSqlHistory(
        APPEND_MESSAGE,
        'if (event.type === "message") setTimeout(() => this.#buffer.add({ event, digest, onlyFor }), 50);',
      ),
    ],
    caughtBy: {
      project: "reliability",
      file: "test/reliability/kills/kills.test.ts",
      title: "P4.1 P4.2 P4.3 P4.4 20 kills under load lose, double and reorder nothing, and leave no hole",
    },
  },
  {
    name: "commands are not deduplicated",
    isBasic: true,
    patches: [inLookup(FOUND, "return undefined;")],
    caughtBy: inWorker("v1-log", STORED_ONCE),
  },
  {
    name: "a reused id with different content passes as a retry",
    patches: [
      inLogWriter("const same = stored.digest === undefined || stored.digest === digest;", "const same = true;"),
    ],
    caughtBy: inWorker(
      "v1-log",
      "P4.3 the same id with another text is id_conflict, even after the message was edited",
    ),
  },
  {
    name: "a retried command uses up a sequence number",
    isBasic: true,
    patches: [inSqlHistory(FIND, `if (this.#commands.find({ uid, id }) !== undefined) this.#head += 1;\n    ${FIND}`)],
    caughtBy: inWorker("v1-log", STORED_ONCE),
  },
  {
    name: "a failed write uses up a sequence number",
    patches: [
      inSqlHistory(APPEND_MESSAGE, `this.#head = event.seq;\n    ${APPEND_MESSAGE}`),
      inTurns("this.hydrate();\n      return err(error);", "return err(error);"),
    ],
    caughtBy: inWorker("sql-storage", UNSTORED),
  },
  {
    name: "a resume skips one event",
    isBasic: true,
    patches: [inResume("log.after(since.seq,", "log.after(since.seq + 1,")],
    caughtBy: inWorker("v1-log", RESUMED),
  },
  {
    name: "a resume repeats one event",
    isBasic: true,
    patches: [inResume("log.after(since.seq,", "log.after(since.seq - 1,")],
    caughtBy: inWorker("v1-log", RESUMED),
  },
  {
    name: "a resume point ahead of the room counts as up to date",
    patches: [inResume('if (behind < 0) return reset("ahead");', "if (behind < 0) return [];")],
    caughtBy: inWorker("v1-log", "P3.4 reset: ahead carries the newest messages in their current state"),
  },
  {
    name: "a resume point from another epoch is accepted",
    patches: [inResume('if (since.epoch !== log.identity.epoch) return reset("epoch");', "")],
    caughtBy: inWorker("v1-log", "P3.4 reset: epoch carries the newest messages in their current state"),
  },
  {
    name: "a session goes live after an await, not in the turn that read the log",
    patches: [
      inTurns(
        "this.#announce(value.effects);",
        'if (value.effects.some((effect) => effect.type === "reply" && effect.objects[0]?.type === "welcome")) setTimeout(() => this.#announce(value.effects), 20);\n    else this.#announce(value.effects);',
      ),
    ],
    caughtBy: {
      project: "reliability",
      file: "test/reliability/kills/kills.test.ts",
      title: "P3.4 a client that connects while others write gets every event between its reset and the live stream",
    },
  },
  {
    name: "the missed events are sent before the welcome",
    patches: [inReception("objects: [welcome, ...missed,", "objects: [...missed, welcome,")],
    caughtBy: inWorker(
      "v1-session",
      "P3.4 the reply to hello is welcome, reset: new in a room's first session, and ready",
    ),
  },
  {
    name: "the signature of a room token is not checked",
    patches: [{ file: "src/room/tokens/room-token.ts", from: "isEqual(mac(key, claims), tag) && ", to: "" }],
    caughtBy: inWorker("v1-session", "P3.4 a token with any byte changed is rejected"),
  },
  {
    name: "anyone can edit and delete any message",
    patches: [
      { file: "src/room/commands/decide-command.ts", from: 'undefined : "not_yours"', to: "undefined : undefined" },
    ],
    caughtBy: inWorker("v1-log", "P3.2 only the author may edit and delete"),
  },
  {
    name: "a delete keeps the text of earlier edits",
    patches: [
      inErasing("digest = NULL WHERE type = 'edit' AND target = ?", "digest = NULL WHERE type = '' AND target = ?"),
    ],
    caughtBy: inWorker(
      "sql-storage",
      "P3.5 a delete erases the text, the sender's extra fields, its edits and their digests",
    ),
  },
  {
    name: "a turn runs without a transaction",
    patches: [
      inTurns("value = this.#ports.storage.transactionSync(() => {", "value = ((run: () => T) => run())(() => {"),
    ],
    caughtBy: inWorker("sql-storage", "P4.1 a command whose second write fails leaves nothing of its first write"),
  },
  {
    name: "a leave waits for its name to be stored",
    isBasic: true,
    patches: [
      inTurns("        this.#rememberDeparted(hydrated.room, turn.now);\n", ""),
      inTurns(
        "    this.#announce(value.effects);",
        "    hydrated.room.rememberDeparted(turn.now);\n    this.#announce(value.effects);",
      ),
    ],
    caughtBy: inWorker("sql-storage", "P2.1, P8.11 a leave is announced even if the name cannot be stored"),
  },
  {
    name: "batched events are sent to a session that joined after them",
    patches: [
      {
        file: "src/worker/object/fan-out.ts",
        from: "if (isJoining) this.#seal();",
        to: "",
      },
    ],
    caughtBy: inWorker("batching", "P3.4 a client that connects during a burst misses nothing and gets nothing twice"),
  },
  {
    name: "the lag limit in events is gone",
    patches: [{ file: "src/worker/object/reader-lag.ts", from: "|| head - this.acked > MAX_LAG_EVENTS", to: "" }],
    caughtBy: inWorker(
      "lag",
      "P3.17 events unacknowledged before an eviction still count after it; beyond 32,000 the next one closes with 4008",
    ),
  },
  {
    name: "the lag limit in length is gone",
    patches: [
      { file: "src/worker/object/reader-lag.ts", from: "this.#sent - this.#received > MAX_LAG_LENGTH ||", to: "" },
    ],
    caughtBy: inWorker(
      "lag",
      "P3.17 8 MiB of unacknowledged signals closes with 4008; a client that reports what it received stays",
    ),
  },
  {
    name: "after the object woke, only the first acknowledgement tells what a client had received before",
    patches: [
      {
        file: "src/worker/object/reader-lag.ts",
        from: "Math.max(this.#base, received - this.#sent)",
        to: "this.#base > Number.NEGATIVE_INFINITY ? this.#base : received - this.#sent",
      },
    ],
    caughtBy: inUnit(
      "worker/reader-lag",
      "P3.17 after the object woke, a reader is not taken for late because frames were on their way at its first acknowledgement",
    ),
  },
  {
    name: "readers that stop reading may fill the object together",
    patches: [{ file: "src/worker/object/reader-lag.ts", from: "this.length - MAX_ROOM_LAG_LENGTH", to: "0" }],
    caughtBy: inWorker(
      "fan-out",
      "P3.18 20 readers that stop reading leave before their copies fill the object, the others do not",
    ),
  },
  {
    name: "all copies of a flush exist at once",
    patches: [
      { file: "src/worker/object/fan-out.ts", from: "this.#sendUpTo(PORTION_LENGTH)", to: "this.#sendUpTo(Infinity)" },
    ],
    caughtBy: inWorker("fan-out", "P3.5 a large flush is sent in portions, with a turn of the event loop between them"),
  },
  {
    name: "a socket that joins is sent what is said after its answers before them",
    patches: [
      {
        file: "src/worker/object/fan-out.ts",
        from: "this.#catchUp(connection);\n    if (isJoining)",
        to: "if (isJoining)",
      },
    ],
    caughtBy: inWorker(
      "fan-out",
      "P3.4 P3.21 a socket that joins after an error of the same turn has its answers in order, before what is said after them",
    ),
  },
  {
    name: "a compact frame numbers its messages from the wrong event",
    patches: [
      {
        file: "src/protocol/compact-frame.ts",
        from: "this.#before ??= this.#newest",
        to: "this.#before = this.#newest",
      },
    ],
    caughtBy: {
      project: "unit",
      file: "test/unit/protocol/compact-frame.test.ts",
      title: "P3.20 a compact frame expands to the long form, whatever the objects are",
    },
  },
  {
    name: "a compact frame forgets who is signed in",
    patches: [{ file: "src/protocol/expand-frame.ts", from: "...own, ", to: "" }],
    caughtBy: {
      project: "unit",
      file: "test/unit/protocol/compact-frame.test.ts",
      title: "P3.20 a compact frame expands to the long form, whatever the objects are",
    },
  },
  {
    name: "an overloaded room stores up whatever comes",
    patches: [
      { file: "src/worker/object/inbox.ts", from: "return own + bytesOf(length) <=", to: "return own - Infinity <=" },
    ],
    caughtBy: {
      project: "unit",
      file: "test/unit/worker/inbox.test.ts",
      title: "P4.9 what waits is bounded, however short the commands are",
    },
  },
  {
    name: "commands are not refused in an overloaded room",
    patches: [{ file: "src/worker/object/frame-intake.ts", from: "&& inbox.hasRoom(session.id, length)", to: "" }],
    caughtBy: inWorker(
      "overload",
      "P4.9 a command that finds no room is rate_limited at once, and everything else is stored",
    ),
  },
  {
    name: "what an overloaded room refuses waits for its next turn",
    patches: [
      {
        file: "src/worker/object/frame-intake.ts",
        from: 'session.dialect === "v1" && isReceiving(session)',
        to: "false",
      },
    ],
    caughtBy: inWorker("overload", "P4.9 an overloaded room answers what it refuses at once, and stores up no answers"),
  },
  {
    name: "one loud person takes all the room that there is",
    patches: [{ file: "src/worker/object/inbox.ts", from: "- this.#bytes - this.#ports", to: "- this.#ports" }],
    caughtBy: {
      project: "unit",
      file: "test/unit/worker/inbox.test.ts",
      title:
        "P4.9 one loud person leaves half of the room to others, from however many sockets, and each of them finds some",
    },
  },
  {
    name: "the commands of one frame run in reverse",
    patches: [
      { file: "src/worker/object/frame-intake.ts", from: "reads.flatMap(", to: "[...reads].reverse().flatMap(" },
    ],
    caughtBy: inWorker(
      "many-commands",
      "P3.21 the commands of one frame run in order, and each that fails has its own error",
    ),
  },
  {
    name: "commands after one that cannot be stored run all the same",
    patches: [
      {
        file: "src/worker/object/turn-runner.ts",
        from: "only.frame.isFailed = true",
        to: "only.frame.isFailed = false",
      },
    ],
    caughtBy: inWorker(
      "many-commands",
      "P3.40 behind a command that cannot be stored, none of the frame is run, and all can be sent again",
    ),
  },
  {
    name: "a silent plain socket receives without limit",
    patches: [
      {
        file: "src/worker/object/connection.ts",
        from: "this.#unheard <= MAX_UNHEARD_LENGTH",
        to: "this.#unheard >= 0",
      },
    ],
    caughtBy: inWorker(
      "lag",
      "P2.9 a plain socket that receives 4 MiB and sends nothing is closed with 4008; one that pings or writes is not",
    ),
  },
  {
    name: "the presence alarm is never set",
    patches: [
      inSchedule("return room.timeouts.lookDue(this.#ports.now(), this.#ports.lastPing);", "return undefined;"),
    ],
    caughtBy: inWorker("v1-session", ONE_ALARM),
  },
  {
    name: "the presence alarm is set only once",
    patches: [inSchedule("    await this.#ports.jobs.run();\n", "")],
    caughtBy: inWorker("v1-session", ONE_ALARM),
  },
  {
    name: "the alarm keeps its hourly pace after a second person joins",
    patches: [inSchedule("if (hasCompany && this.#hasCompany === false) void this.#ports.jobs.setAlarm();", "")],
    caughtBy: {
      project: "unit",
      file: "test/unit/worker/idle.test.ts",
      title:
        "P4.6 a lone dead socket is gone when somebody connects, and one that dies in company is closed within 90 s",
    },
  },
  {
    name: "a failed job is forgotten",
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
    name: "every departure is broadcast on its own",
    patches: [
      inSchedule("if (!this.#signals.isSet) this.#signals.set(now + SIGNALS_WINDOW_MS);", "this.#sendSignals();"),
    ],
    caughtBy: inWorker(
      "crowd",
      "P3.6, P3.10 a storm of leaves costs each remaining socket one frame per window, which lists who stayed",
    ),
  },
  {
    name: "the tutorial's address skips the checks of /ws",
    patches: [
      {
        file: "src/worker/http/routes.ts",
        from: '.get("/websocket.php", (c) => openSocket(c, DEFAULT_ROOM))',
        to: '.get("/websocket.php", ({ env, req }) => env.CHAT_ROOM.getByName(DEFAULT_ROOM).fetch(req.raw))',
      },
    ],
    caughtBy: inWorker("tutorial-address", "P1.10 it is checked as at /ws: a page of another site is refused"),
  },
];
