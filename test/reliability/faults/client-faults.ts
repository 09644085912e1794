import type { Fault, NamedTest } from "./fault.ts";

const inClient = (file: string, title: string): NamedTest => ({
  project: "unit",
  file: `test/unit/client/${file}.test.ts`,
  title,
});

/** Faults in the client library. */
export const CLIENT_FAULTS: readonly Fault[] = [
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
        from: "this.#ports.send(next.frame);",
        to: "this.#ports.send(next.attempts++ === 0 ? next.frame : next.frame.replace(next.id, this.#ports.newId()));",
      },
    ],
    caughtBy: inClient("outbox", "P4.3 the command in flight is sent again first, with the same id"),
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
];
