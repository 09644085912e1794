import type { Fault } from "./fault.ts";
import { patchesOf, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inWorker = testsIn("worker", "test/worker");
const inConnection = patchesOf("src/client/connection.ts");
const inFanOut = patchesOf("src/worker/object/fan-out.ts");
const inHydrate = patchesOf("src/worker/object/hydrate.ts");
const inJobs = patchesOf("src/worker/object/job-queue.ts");
const inMigrations = patchesOf("src/worker/storage/migrations.ts");
const inRequester = patchesOf("src/room/handshake/requester.ts");
const inRoom = patchesOf("src/worker/object/chat-room.ts");
const inRoutes = patchesOf("src/worker/http/routes.ts");

/** Faults of what happens while two releases run, and after a rollback. */
export const DEPLOY_FAULTS: readonly Fault[] = [
  {
    name: "a socket whose state another release wrote stays open, and receives nothing",
    patches: [inHydrate("if (isForeign(socket)) socket.close(CLOSE.restart, comeBack(sockets.length));", "")],
    caughtBy: inWorker(
      "two-releases",
      "P1.11 a socket whose state another release wrote is closed with 1012 when the room wakes, and the others stay",
    ),
  },
  {
    name: "an upgrade that means nothing to the room is a failure of the server",
    patches: [
      inRoom("if (upgrade === undefined) return comeBack();", 'if (upgrade === undefined) throw new Error("bad");'),
    ],
    caughtBy: inWorker(
      "two-releases",
      "P1.11 an upgrade by a Worker that knows more gets a socket, and one that means nothing here 503",
    ),
  },
  {
    name: "a method that the release before lacks is a failure of the server",
    patches: [
      inRoutes(
        'return UNKNOWN_METHOD.test(error.message) ? comeBack() : jsonError("internal", 500);',
        'return jsonError("internal", 500);',
      ),
    ],
    caughtBy: inWorker("two-releases", "P1.11 a request that the room's object has no method for is answered with 503"),
  },
  {
    name: "a requester of a later release has a bad token",
    patches: [
      inRequester(
        'requester satisfies never;\n      return err({ code: "internal" });',
        'return err({ code: "bad_token" });',
      ),
    ],
    caughtBy: inWorker(
      "two-releases",
      "P1.11 a requester of a kind that the room does not know is answered with internal, and not as someone else",
    ),
  },
  {
    name: "a rollback sets the schema back, and the next deploy migrates a second time",
    patches: [inMigrations("sql.exec(set, Math.max(done, MIGRATIONS.length), ", "sql.exec(set, MIGRATIONS.length, ")],
    caughtBy: inWorker(
      "two-releases",
      "P4.4 storage that a newer release migrated stays as that release left it, and opens",
    ),
  },
  {
    name: "a rollback sets the directory's schema back",
    patches: [
      patchesOf("src/capabilities/directory/directory-object.ts")(
        "if (done >= STEPS.length) return;",
        "if (done === STEPS.length) return;",
      ),
    ],
    caughtBy: inWorker("two-releases", "P4.4 a directory that a newer release migrated keeps its number, and opens"),
  },
  {
    name: "a rollback drops the jobs of the later release",
    patches: [inJobs("if (attempts >= -FOREIGN_LOOKS) store.put", "if (attempts > 0) store.put")],
    caughtBy: inUnit(
      "worker/job-queue",
      "P4.4 a job of a kind that this release does not know waits as it is, an hour at a time",
    ),
  },
  {
    name: "a job that no release knows wakes its room for good",
    patches: [inJobs("if (attempts >= -FOREIGN_LOOKS)", "if (attempts < 0)")],
    caughtBy: inUnit(
      "worker/job-queue",
      "P4.4 a job that no release has known for a week is given up with a line in the log",
    ),
  },
  {
    name: "rooms are made outside of the jurisdiction",
    patches: [
      patchesOf("src/worker/config/located-objects.ts")(
        "jurisdiction === undefined ? namespace : namespace.jurisdiction(jurisdiction)",
        "jurisdiction === undefined ? namespace : namespace",
      ),
    ],
    caughtBy: inUnit(
      "settings/located-objects",
      "objects are asked for in the deployment's jurisdiction, with its hint, and otherwise as ever",
    ),
  },
  {
    name: "the timer of a request keeps its room in memory after the answer",
    patches: [patchesOf("src/worker/base/deadline.ts")("clearTimeout(this.#timer);", "")],
    caughtBy: inUnit("worker/deadline", "a deadline leaves no timer behind, which would keep an object in memory"),
  },
  {
    name: "the Deploy button fills in an owner's token that everyone can read",
    patches: [patchesOf(".dev.vars.example")("OWNER_TOKEN=", "OWNER_TOKEN=change-me-change-me-change-me-change-me")],
    caughtBy: inUnit(
      "settings/deploy-button",
      "the Deploy button asks for OWNER_TOKEN alone of all secrets, and suggests no value",
    ),
  },
  {
    name: "everyone in a large room comes back in the first second",
    patches: [inConnection("Number(reason)) || this.#listener.crowd()", "Number(reason)) || 0")],
    caughtBy: inUnit(
      "client/connection",
      "P4.12 people of a large room come back over 2 ms for each, readers included",
    ),
  },
  {
    name: "the client does not read how many sockets a server closed",
    patches: [inConnection("(code === CLOSE.restart && Number(reason)) || this", "this")],
    caughtBy: inUnit(
      "client/connection",
      "P4.12 a number of sockets that the server closed together counts in place of the room's",
    ),
  },
  {
    name: "a server sends the client away for days",
    patches: [inConnection("Math.min(crowd * MS_PER_RETURN, MAX_RETURN_MS)", "crowd * MS_PER_RETURN")],
    caughtBy: inUnit("client/connection", "P4.12 no number makes people wait longer than five minutes: Infinity"),
  },
  {
    name: "a room that starts its log over does not say how many sockets it closes",
    patches: [inFanOut('code === CLOSE.restart ? comeBack(together) : ""', '""')],
    caughtBy: {
      project: "signed-in",
      file: "test/worker/signed-in/deletion.test.ts",
      title:
        "P17.2 P17.3 P4.12 DELETE before a time needs that time, empties the tables, and gives the log another epoch",
    },
  },
];
