import type { Fault } from "./fault.ts";
import { patchesOf, testsIn } from "./places.ts";

const inSignedIn = testsIn("signed-in", "test/worker/signed-in");
const inUnit = testsIn("unit", "test/unit");
const inConfigured = testsIn("configured", "test/worker/configured");
const inPosting = patchesOf("src/worker/object/posting.ts");
const inPostingApi = patchesOf("src/worker/http/posting-api.ts");
const inAttachment = patchesOf("src/worker/object/attachment.ts");
const inEventsApi = patchesOf("src/worker/http/events-api.ts");
const inJoining = patchesOf("src/worker/object/joining.ts");
const inSession = patchesOf("src/room/model/session.ts");
const inStream = patchesOf("src/worker/http/event-stream.ts");
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
  {
    name: "a stream shows everyone's view to the people who hold a token",
    patches: [
      inSession("return session.readsAs === undefined ? PUBLIC_VIEWER :", "return session.id ? PUBLIC_VIEWER :"),
    ],
    caughtBy: inSignedIn("events", "P7.16 show each person what they may see, before and after they connect"),
  },
  {
    name: "a stream after hibernation forgets for whom it reads",
    patches: [inAttachment("readsAs: v.exactOptional(", "readsAsNobody: v.exactOptional(")],
    caughtBy: inSignedIn("events", "P7.16 show a moderator what is hidden, also after the room has hibernated"),
  },
  {
    name: "a stream of a closed room needs no token",
    patches: [inJoining("if (reader?.ok === false)", "if (reader?.ok === undefined)")],
    caughtBy: inSignedIn("events", "P7.16 of a room that not everyone may read need a token that may"),
  },
  {
    name: "a stream goes on from the same seq of another epoch",
    patches: [inEventsApi("if (epoch !== undefined) return", "if (epoch === null) return")],
    caughtBy: inSignedIn("events", "P7.13 of another epoch start over with a reset"),
  },
  {
    name: "a stream never ends",
    patches: [inStream("const cancelEnd = after(STREAM_MS, end);", "const cancelEnd = after(STREAM_MS, () => {});")],
    caughtBy: inUnit("worker/event-stream", "P7.14 ends after its time, closes its socket, and takes nothing more"),
  },
  {
    name: "a stream holds everything for a client that has stopped reading",
    patches: [inStream("if ((controller.desiredSize ?? 0) <= 0) end();", "")],
    caughtBy: inUnit("worker/event-stream", "P7.14 ends when its client reads too slowly, after what was written"),
  },
  {
    name: "a stream never acknowledges",
    patches: [inStream("received - acked < ACK_EVERY_LENGTH", "received - acked >= 0")],
    caughtBy: inUnit(
      "worker/event-stream",
      "P7.14 acknowledges what it received, so that it counts as a reader that keeps up",
    ),
  },
  {
    name: "an answer has a field that the OpenAPI document lacks",
    patches: [
      patchesOf("src/capabilities/bots/bots.ts")("scopes: bot.scopes };", "scopes: bot.scopes, origin: bot.by };"),
    ],
    caughtBy: testsIn("webhooks", "test/worker/webhooks")(
      "openapi",
      "every operation of public/openapi.json is answered as it says",
    ),
  },
  {
    name: "a route is missing from the OpenAPI document",
    patches: [
      patchesOf("src/capabilities/bots/routes.ts")(
        ".delete(BOT, revokeBot)",
        ".delete(BOT, revokeBot)\n  .get(BOT, revokeBot)",
      ),
    ],
    caughtBy: testsIn("webhooks", "test/worker/webhooks")(
      "openapi",
      "public/openapi.json has every route of the Worker, and no other",
    ),
  },
];
