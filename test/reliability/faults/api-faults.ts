import type { Fault } from "./fault.ts";
import { patchesOf, testsIn } from "./places.ts";

const inSignedIn = testsIn("signed-in", "test/worker/signed-in");
const inConfigured = testsIn("configured", "test/worker/configured");
const inPosting = patchesOf("src/worker/object/posting.ts");
const inPostingApi = patchesOf("src/worker/http/posting-api.ts");
const inVisitors = patchesOf("src/room/handshake/visitors.ts");

/** Faults in what programs do over HTTP (P7). */
export const API_FAULTS: readonly Fault[] = [
  {
    name: "requests over HTTP have no limit of their person",
    patches: [inPosting("const refusal = limit(session, command);", "const refusal = undefined;")],
    caughtBy: inConfigured(
      "floods",
      "P7.10 sockets and requests of a person share the limits of P5.2, and a request beyond them waits",
    ),
  },
  {
    name: "the owner's token can say something in nobody's name",
    patches: [inPosting('command.type !== "delete" || ', "")],
    caughtBy: inSignedIn("posting", "P7.9 the deployment is nobody: its token deletes, and says nothing"),
  },
  {
    name: "a repeated post is answered like a new one",
    patches: [inPostingApi("posted.isNew ?", "posted ?")],
    caughtBy: inSignedIn(
      "posting",
      "P7.7 a repeated id is stored once, also when its first request came by a socket; other content is 409",
    ),
  },
  {
    name: "a banned address posts with another token",
    patches: [inVisitors("hashes: hashesOf(hash), invite", "hashes: [], invite")],
    caughtBy: inSignedIn("posting", "P7.10 an address that is banned or muted posts nothing under another token"),
  },
  {
    name: "a person who isn't connected posts under a generated name",
    patches: [inVisitors("username: chosen.username ?? guestName(uid)", "username: guestName(uid)")],
    caughtBy: inSignedIn(
      "posting",
      "P7.9 is named as in the room, or by the last name there, and nobody sees them come or go",
    ),
  },
  {
    name: "the name of a guest who posts over HTTP is anyone's",
    patches: [inVisitors("if (sessions.presence.socketsOf(session.uid) === 0) names.hold(session, now);", "")],
    caughtBy: inSignedIn(
      "posting",
      "P7.9 the name of a guest who posted stays theirs, as that of one who wrote and left",
    ),
  },
];
