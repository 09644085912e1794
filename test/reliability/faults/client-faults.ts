import type { Fault } from "./fault.ts";
import { testsIn } from "./places.ts";

const inClient = testsIn("unit", "test/unit/client");

/** Faults in the client library. */
export const CLIENT_FAULTS: readonly Fault[] = [
  {
    name: "erasing one's data ends with the session that it ends",
    patches: [
      {
        file: "src/client/personal-data.ts",
        from: "{ address, fetch, identity }: Engine,",
        to: "{ address, ending, fetch, identity }: Engine,",
      },
      {
        file: "src/client/personal-data.ts",
        from: "{ signal } = new AbortController()",
        to: "signal = ending",
      },
    ],
    caughtBy: inClient(
      "personal-data",
      "P11.3 erasing one's data is no failure if the room ends the session before it answers",
    ),
  },
  {
    name: "the client ignores a gap in the sequence",
    isBasic: true,
    patches: [
      {
        file: "src/client/message-log.ts",
        from: 'if (position === undefined || event.seq > position.seq + 1) return "hole";',
        to: 'if (position === undefined) return "hole";',
      },
    ],
    caughtBy: inClient("message-log", "P4.2 stops at a gap, and resumes from the last event before it"),
  },
  {
    name: "the client applies an old event again",
    patches: [{ file: "src/client/message-log.ts", from: 'if (event.seq <= position.seq) return "old";', to: "" }],
    caughtBy: inClient("message-log", "P4.2 drops an old event"),
  },
  {
    name: "a reader says who it is before it enters",
    patches: [
      {
        file: "src/client/room-session.ts",
        from: "this.#hello(model.isReader ? { readOnly: true } : ports.identity.next());",
        to: "this.#hello({ readOnly: model.isReader || undefined, ...ports.identity.next() });",
      },
    ],
    caughtBy: inClient(
      "reader",
      "follows the log and who is online without a name, a nonce or a token, and is no user",
    ),
  },
  {
    name: "a reader's message is queued before there is a name, and cannot be taken back",
    patches: [
      {
        file: "src/page/model/composing.ts",
        from: "        asPerson(store, room(), composing.send);\n        return;\n",
        to: "        asPerson(store, room(), () => {});\n",
      },
    ],
    caughtBy: testsIn("unit", "test/unit/page")(
      "as-person",
      "P3.37 a reader's message stays the draft until there is a name, and is then sent",
    ),
  },
  {
    name: "a rejected name ends reading",
    patches: [
      {
        file: "src/client/room-session.ts",
        from: 'if (this.#isEntering && id === undefined && code !== "bad_since") {',
        to: "if (this.#isEntering && id === undefined && !NAME_ERRORS.has(code)) {",
      },
    ],
    caughtBy: inClient("reader", "rejects with name_taken, and leaves a reader that can try another name"),
  },
  {
    name: "the outbox is not persisted",
    isBasic: true,
    patches: [
      {
        file: "src/client/outbox.ts",
        from: "this.#ports.persisted.saveEntry(entry.id, entry.persisted);",
        to: "void entry;",
      },
    ],
    caughtBy: inClient("room-storage", "P4.3 sends the outbox in order, with the same ids, as the same user"),
  },
  {
    name: "a retry uses a new id",
    patches: [
      {
        file: "src/client/outbox.ts",
        from: "({ frame }) => frame)",
        to: "(one) => (one.attempts++ === 0 ? one.frame : one.frame.replace(one.id, this.#ports.newId())))",
      },
    ],
    caughtBy: inClient("outbox", "P4.3 the command in flight is sent again first, with the same id"),
  },
  {
    name: "the client sends the next frame before the last one is answered",
    patches: [
      {
        file: "src/client/outbox.ts",
        from: "!this.#inFlight.delete(entry) || this.#inFlight.size > 0",
        to: "!this.#inFlight.delete(entry)",
      },
    ],
    caughtBy: inClient("outbox", "P3.21 one frame is in flight at a time, with all commands that wait, in order"),
  },
  {
    name: "code that can't be loaded rejects with the platform's error",
    patches: [
      {
        file: "src/client/load-on-demand.ts",
        from: 'throw new RoomError("http", undefined, { cause });',
        to: "throw cause;",
      },
    ],
    caughtBy: inClient("load-on-demand", "rejects moderate with http if its code can't be loaded"),
  },
  {
    name: "the client ignores reactions",
    patches: [
      {
        file: "src/client/message-log.ts",
        from: "if (target === undefined || change.seq",
        to: 'if (target === undefined || change.type === "reaction" || change.seq',
      },
    ],
    caughtBy: {
      project: "reliability",
      file: "test/reliability/network/network.test.ts",
      title: "P4.1 P4.2 P4.3 P4.4 after 100 network faults every client has folded exactly the stored events",
    },
  },
  {
    name: "a taken name stops a program without a word",
    patches: [
      {
        file: "src/client/engine.ts",
        from: 'this.model.events.emit("error", error);\n  }\n\n  #tryName',
        to: "}\n\n  #tryName",
      },
    ],
    caughtBy: inClient("lifecycle", "that nobody listens to goes to the console"),
  },
  {
    name: "a server that never opens a socket is no error",
    patches: [{ file: "src/client/connection.ts", from: "    this.#listener.unreachable();\n", to: "" }],
    caughtBy: inClient(
      "lifecycle",
      "is unreachable after three sockets that never opened, once, and the client goes on trying",
    ),
  },
  {
    name: "a client that is closed at once connects all the same",
    patches: [{ file: "src/client/engine.ts", from: "queueMicrotask(() => this.start());", to: "this.start();" }],
    caughtBy: inClient(
      "lifecycle",
      "opens no socket in the turn of connect, so that a client that is closed at once never connects",
    ),
  },
  {
    name: "the view applies changes that failed",
    patches: [{ file: "src/client/view.ts", from: ' && one.state === "sending"', to: "" }],
    caughtBy: inClient("view", "a failed change is not applied, and is still listed"),
  },
  {
    name: "an answer without a body is a failure",
    patches: [{ file: "src/client/call-api.ts", from: 'if (response.ok && text === "") return undefined;', to: "" }],
    caughtBy: inClient("call-api", "P7.3 a request to the API resolves with nothing, if it has no body"),
  },
];
