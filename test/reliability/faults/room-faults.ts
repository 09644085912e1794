import type { Fault } from "./fault.ts";
import { testsIn, testsOf } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inWorker = testsIn("worker", "test/worker");

const inReaders = testsOf("unit", "test/unit/room/reader.test.ts");

/** Faults in which rooms there are, who asks for them, and how long they stay. */
export const ROOM_FAULTS: readonly Fault[] = [
  {
    name: "a reader makes the room",
    patches: [
      {
        file: "src/worker/object/frame-intake.ts",
        from: '? command.type === "hello" && !command.readOnly :',
        to: '? command.type === "hello" :',
      },
    ],
    caughtBy: inWorker(
      "readers",
      "P3.38 a reader makes no room, sees the one that somebody makes, and starts over when it resumes or joins",
    ),
  },
  {
    name: "a reader who joins is sent events twice",
    patches: [
      {
        file: "src/room/handshake/handshake.ts",
        from: "const missed = isUpToDate ? [] : this.#missed(",
        to: "const missed = this.#missed(",
      },
    ],
    caughtBy: inReaders("makes a person on the same socket, who is sent nothing twice"),
  },
  {
    name: "readers stay in a room that is closed to guests",
    patches: [
      {
        file: "src/room/moderation/moderation.ts",
        from: "const all = [...this.#ports.sessions.present, ...this.#ports.sessions.readers];",
        to: "const all = this.#ports.sessions.present;",
      },
    ],
    caughtBy: inReaders(
      "ends with the access of guests: when the room is closed to them, and with a ban of the address",
    ),
  },
  {
    name: "the number of readers is announced by others' changes alone",
    patches: [
      {
        file: "src/room/people/presence.ts",
        from: "return this.#pending.size > 0 || this.readers.hasChanged;",
        to: "return this.#pending.size > 0;",
      },
    ],
    caughtBy: inReaders("goes out with presence, apart from the people, and only if there are any"),
  },
  {
    name: "every frame makes a room",
    patches: [
      {
        file: "src/worker/object/frame-intake.ts",
        from: 'return dialect === "v1" ? command.type === "hello" && !command.readOnly : command.type !== "cast";',
        to: "return dialect.length > 0 || command.type.length > 0;",
      },
    ],
    caughtBy: inWorker(
      "rooms",
      "P1.5 an upgrade makes nothing, in either dialect, and neither does what a plain socket casts",
    ),
  },
  {
    name: "a room that was never used stays",
    patches: [
      {
        file: "src/worker/object/room-expiry.ts",
        from: "else this.#isExpired = true;",
        to: "else this.#isExpired = false;",
      },
    ],
    caughtBy: inWorker(
      "rooms",
      "P1.7 a room without an event deletes itself ten minutes after the last person left, with its alarm",
    ),
  },
  {
    name: "any name is a room, whatever the list says",
    patches: [{ file: "src/worker/http/rooms.ts", from: 'access !== "listed" ||', to: "access.length > 0 ||" }],
    caughtBy: inWorker("room-access", "P1.6 a room that is not on the list is 404, and its object is not touched"),
  },
  {
    name: "any host is answered",
    patches: [{ file: "src/worker/http/allowed-hosts.ts", from: "hosts.size === 0 ||", to: "hosts.size >= 0 ||" }],
    caughtBy: inWorker(
      "room-access",
      "P1.9 a request for a host that is not listed is 421, and its object is not touched",
    ),
  },
  {
    name: "a resume has no budget",
    patches: [{ file: "src/room/limits/resume-budget.ts", from: "< BURST;", to: ">= 0;" }],
    caughtBy: inUnit(
      "room/resume-budget",
      "P3.12 an address receives 4 MiB of log at once and 64 KiB a second; another one has its own, and loopback has none",
    ),
  },
  {
    name: "a full room takes no deletes",
    patches: [
      {
        file: "src/capabilities/storage-limit/storage-limit.ts",
        from: "return isLess || bytesIn",
        to: "return (isLess && size() < 0) || bytesIn",
      },
    ],
    caughtBy: inUnit(
      "room/storage-limit",
      "P4.7 a room at its storage limit takes deletes only, and tells its moderators from 80 % on",
    ),
  },
];
