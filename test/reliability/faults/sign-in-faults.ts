import type { Fault } from "./fault.ts";
import { patchesIn, testsIn, testsOf } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const signedIn = testsIn("signed-in", "test/worker/signed-in");
const byKeys = testsOf("keys", "test/worker/keys/waiting.test.ts");
const inIdentity = patchesIn("src/worker/identity");
const inRoom = patchesIn("src/room");
const inShell = patchesIn("src/worker");
const inClient = patchesIn("src/client");

const NOT_PINNED = inIdentity("verifier", "    algorithms: [...ALGORITHMS[key.kind]],\n", "");
const ALL_HELD = "P8.4 frames sent meanwhile wait and run after the hello, in order; other sockets do not wait";

/** Faults in authentication (P8.1 to P8.9): each breaks one rule. */
export const SIGN_IN_FAULTS: readonly Fault[] = [
  {
    name: "any algorithm is accepted with a public key",
    patches: [NOT_PINNED],
    caughtBy: inUnit(
      "identity/verifier",
      "P8.1 a valid PS256 signature is rejected, because the algorithm is not supported",
    ),
  },
  {
    name: "any algorithm is accepted with the shared secret",
    patches: [NOT_PINNED],
    caughtBy: inUnit(
      "identity/verifier",
      'P8.1 if a secret is configured, the algorithm "HS384" is rejected, unsigned or correctly signed',
    ),
  },
  {
    name: "tokens of any issuer are accepted",
    patches: [inIdentity("verifier", "    issuer,\n    audience,\n", "    audience,\n")],
    caughtBy: inUnit("identity/verifier", "P8.1 of another issuer is rejected, and the log says why"),
  },
  {
    name: "tokens for any audience are accepted",
    patches: [inIdentity("verifier", "    issuer,\n    audience,\n", "    issuer,\n")],
    caughtBy: inUnit("identity/verifier", "P8.1 for another audience is rejected, and the log says why"),
  },
  {
    name: "tokens without an expiry are accepted",
    patches: [inIdentity("verifier", '["exp", "sub"]', '["sub"]')],
    caughtBy: inUnit("identity/verifier", "P8.1 that never expires is rejected, and the log says why"),
  },
  {
    name: "a guest whose token has run out is shut out",
    patches: [inRoom("handshake/handshake", "return isGuestToken(token)", "return token === undefined")],
    caughtBy: inUnit("room/first-frame", "P8.20 is rejected, and another hello may follow without it"),
  },
  {
    name: "a command pipelined after a rejected hello closes the socket",
    patches: [inRoom("handshake/handshake", "session.mayRetry || ", "")],
    caughtBy: inUnit(
      "room/first-frame",
      "P3.22 what was pipelined behind it is rejected with its own id, and another hello may follow",
    ),
  },
  {
    name: "another hello has only the rest of the first ten seconds",
    patches: [inRoom("people/sessions", "since: now, mayRetry", "mayRetry")],
    caughtBy: inUnit(
      "room/first-frame",
      "P3.23 the time for another hello starts again, and other frames don't prolong it",
    ),
  },
  {
    name: "a token without a name brings back the name of another person",
    patches: [
      inRoom(
        "handshake/name-choice",
        "this.#mayUse(last, entrant) ? this.#ifFree(last, entrant, now)",
        "this.#mayUse(last, entrant) ? last",
      ),
    ],
    caughtBy: inUnit(
      "room/first-frame",
      "P8.21 generates one if another person has it by now, or if it has become a blocked word",
    ),
  },
  {
    name: "the verifier's clock stands still",
    patches: [inIdentity("verifier", "currentDate: new Date(now)", "currentDate: new Date(0)")],
    caughtBy: inUnit("identity/verifier", "P8.1 that has expired is rejected, and the log says why"),
  },
  {
    name: "the length of a token is not limited",
    patches: [inIdentity("verifier", "token.length > MAX_TOKEN_LENGTH", "false")],
    caughtBy: inUnit("identity/verifier", "P8.1 a token of more than 8 Ki characters is rejected unread"),
  },
  {
    name: "a rejected token is written to the log",
    patches: [inIdentity("verifier", "return this.#refuse(reasonOf(error));", "return this.#refuse(token);")],
    caughtBy: inUnit("identity/verifier", "P8.1 no part of a token appears in the log"),
  },
  {
    name: "a time in milliseconds makes a token that never expires",
    patches: [inIdentity("claims", "ahead(claim) > MAX_AHEAD_S", "ahead(claim) > MAX_AHEAD_S * 1e6")],
    caughtBy: inUnit("identity/verifier", "P8.22 P8.23 one with exp in milliseconds is rejected, and the log says so"),
  },
  {
    name: "JWT_MAX_DAYS limits nothing",
    patches: [inIdentity("claims", "maxDays * DAY_S", "maxDays * 1_000 * DAY_S")],
    caughtBy: inUnit("identity/verifier", "P8.22 JWT_MAX_DAYS limits how long a token may be valid"),
  },
  {
    name: "a token for one room works in all rooms",
    patches: [inIdentity("claims", "if (rooms !== undefined && ", "if (rooms === null && ")],
    caughtBy: inUnit(
      "identity/verifier",
      "P8.2 rooms limits the token to these rooms, in any spelling; without the claim it is valid for all",
    ),
  },
  {
    name: "an unknown role becomes owner",
    patches: [inIdentity("claims", '"member"]), "member"), "member")', '"member"]), "owner"), "member")')],
    caughtBy: inUnit("identity/verifier", 'P8.2 the role "admin" makes the user a member'),
  },
  {
    name: "a picture may have any URL scheme",
    patches: [inIdentity("avatar", '  v.startsWith("https:"),\n', "")],
    caughtBy: inUnit("identity/verifier", "P8.2 a picture that is a script is ignored"),
  },
  {
    name: "the same subject of two issuers shares a uid",
    patches: [inIdentity("claims", "{issuer}\\0$", "{subject}$")],
    caughtBy: inUnit("identity/verifier", "P8.3 the uid depends on issuer and subject, and on nothing else"),
  },
  {
    name: "every unknown key id triggers a fetch",
    patches: [inIdentity("key-set", "entry.fetchTimes.length >= allowed", "false")],
    caughtBy: inUnit(
      "identity/key-set",
      "P8.1 a thousand made-up key ids cost one fetch per half minute, and valid tokens still pass meanwhile",
    ),
  },
  {
    name: "each waiting sign-in fetches the key set",
    patches: [inIdentity("key-set", "this.#pending ??= ", "this.#pending = ")],
    caughtBy: inUnit("identity/key-set", "P8.1 are fetched once for all tokens that arrive before the first response"),
  },
  {
    name: "a rotated key is never fetched",
    patches: [inIdentity("key-set", "!(error instanceof JWKSNoMatchingKey) || isNew", "true")],
    caughtBy: inUnit(
      "identity/key-set",
      "P8.1 a rotated key is found with one more fetch, which also drops the previous key",
    ),
  },
  {
    name: "a withdrawn key is trusted forever",
    patches: [inIdentity("key-set", "age < FRESH_FOR_MS", "age >= 0")],
    caughtBy: inUnit("identity/key-set", "P8.1 a withdrawn key is trusted for at most ten minutes"),
  },
  {
    name: "an outage of the key server counts as a bad token",
    patches: [
      inIdentity(
        "verifier",
        'return { ok: false, code: "identity_unavailable", retryAfter: error.retryAfter };',
        "return BAD_TOKEN;",
      ),
    ],
    caughtBy: inUnit("identity/key-set", "P8.5 that is down rejects no user for good: identity_unavailable"),
  },
  {
    name: "an outage closes with a code that forbids reconnecting",
    patches: [inRoom("handshake/handshake", "? CLOSE.identityUnavailable", "? CLOSE.badToken")],
    caughtBy: byKeys(
      "P8.5 the error is identity_unavailable with retryAfter and the close code 4003, after which clients reconnect",
    ),
  },
  {
    name: "frames overtake a hello that is being verified",
    patches: [inIdentity("sign-in", "this.#held.isHolding(from)", "false")],
    caughtBy: byKeys(ALL_HELD),
  },
  {
    name: "held frames are released in reverse order",
    patches: [inIdentity("sign-in", "for (const frame of held)", "for (const frame of held.toReversed())")],
    caughtBy: byKeys(ALL_HELD),
  },
  {
    name: "the number of held frames is not limited",
    patches: [inIdentity("pending-frames", "held.frames.length >= MAX_HELD_FRAMES", "false")],
    caughtBy: byKeys("P8.4 64 frames wait; one more closes the socket with 4029, and none of them runs"),
  },
  {
    name: "the length of held frames is not limited",
    patches: [inIdentity("pending-frames", "held.length + frame.length > MAX_HELD_LENGTH", "false")],
    caughtBy: byKeys("P8.4 64 Ki characters wait; more close the socket with 4029"),
  },
  {
    name: "a socket that waits for verification times out",
    patches: [inIdentity("sign-in", "    this.#ports.awaitIdentity(from);\n", "")],
    caughtBy: byKeys("P8.4 a socket that waits does not time out for a late hello"),
  },
  {
    name: "a session outlives its token",
    patches: [inShell("object/frame-intake", "if (isExpired(session, now)) {", "if (isExpired(session, 0)) {")],
    caughtBy: signedIn("hello", "P8.6 closes the socket with 4401 at its next frame, which is not processed"),
  },
  {
    name: "a silent session outlives its token",
    patches: [
      inShell(
        "object/scheduler",
        "    this.#ports.settle(({ timeouts }) => timeouts.dropExpired(this.#ports.now()));\n",
        "",
      ),
    ],
    caughtBy: signedIn("hello", "P8.6 closes an idle socket at the room's next check, and no other"),
  },
  {
    name: "a token's expiry is lost in hibernation",
    patches: [inShell("object/attachment", "  expires: v.exactOptional(v.number()),\n", "")],
    caughtBy: signedIn("hello", "P8.6 still expires after an eviction"),
  },
  {
    name: "the signed-in badge is lost in hibernation",
    patches: [inShell("object/attachment", "  signedIn: True,\n", "")],
    caughtBy: signedIn("hello", "P8.3 is on a user's messages in both dialects, live and read back"),
  },
  {
    name: "a guest can set the signed-in badge",
    patches: [
      {
        file: "src/protocol/events.ts",
        from: "...Object.keys(allFields),",
        to: '...Object.keys(allFields).filter((field) => field !== "signedIn"),',
      },
    ],
    caughtBy: signedIn("hello", "P8.3 cannot be obtained with a guest's message in either dialect"),
  },
  {
    name: "a client can send its own identity",
    patches: [
      {
        file: "src/protocol/commands.ts",
        from: "  invite: v.exactOptional(Secret),\n",
        to: "  invite: v.exactOptional(Secret),\n  identity: v.any(),\n",
      },
    ],
    caughtBy: signedIn("hello", "P8.3 cannot be obtained with a guest's hello, whatever it contains"),
  },
  {
    name: "a signed-in person can change the name their site gave them",
    patches: [inRoom("commands/decide-command", '      if (author.isNameGiven) return err("name_given");\n', "")],
    caughtBy: signedIn("hello", "P8.3 is never beside a name that the site did not assign, if it assigned one"),
  },
  {
    name: "a person behind Access receives a guest's identity",
    patches: [inRoom("handshake/handshake", 'return identity === undefined ? "" : token;', "return token;")],
    caughtBy: signedIn("access", "P8.7 is the same user on every socket, whatever guest token they present"),
  },
  {
    name: "an invalid Access assertion falls back to guest",
    patches: [inShell("http/routes", "  if (verdict?.ok === false) return refusal(verdict);\n", "")],
    caughtBy: signedIn("access", "P8.7 an assertion that has expired is 401, before any object is touched"),
  },
  {
    name: "an Access cookie is enough to moderate",
    patches: [
      inShell(
        "http/room-request",
        "export async function authorizeAction(c: Context<App>, name: string): Promise<RoomRequest | Response> {\n  const request = await authenticate(c, name);",
        "export async function authorizeAction(c: Context<App>, name: string): Promise<RoomRequest | Response> {\n  const request = await authorizeRead(c, name);",
      ),
    ],
    caughtBy: signedIn("http", "P8.7 P8.8 may read pages and open plain sockets, but not write"),
  },
  {
    name: "an HTML form can moderate",
    patches: [inShell("http/json-body", "if (!isJson(c)) return", "if (c === undefined) return")],
    caughtBy: signedIn("http", "P8.9 with a form's type is 415"),
  },
  {
    name: "another site's page can moderate",
    patches: [
      inShell(
        "http/room-request",
        'if (!isOriginAllowed(c.req.header("origin"), new URL(c.req.url), request.config))',
        "if (!c)",
      ),
    ],
    caughtBy: signedIn("http", "P8.9 of another site's page is 403"),
  },
  {
    name: "CORS preflights of every site succeed",
    patches: [inShell("http/cors", "origin === undefined || !isListed(origin, config)", "origin === undefined")],
    caughtBy: signedIn("http", "P8.9 from https://evil.example is 403, without a header that allows anything"),
  },
  {
    name: "a prefix of the owner token is enough",
    patches: [
      inIdentity("bearer", "isEqual(hashOfSecret(token), hashOfSecret(ownerToken))", "ownerToken.startsWith(token)"),
    ],
    caughtBy: signedIn("http", "P8.9 with an owner token that is one character short is 401"),
  },
  {
    name: "a request without a token can create a room",
    patches: [
      inShell(
        "object/chat-room",
        "if (!tables.isMade && !mayMakeRoom(requester, this.#config.rooms.access)) {",
        "if (tables.isMade && !tables.isMade) {",
      ),
    ],
    caughtBy: signedIn("http", "P8.9 an unauthorized request creates no room"),
  },
  {
    name: "a closed room is readable over HTTP",
    patches: [
      inShell(
        "object/rpc",
        "  if (!author.ok) return author.error.code;\n  const { log } = hydrated;\n  return { messages:",
        "  const { log } = hydrated;\n  return { messages:",
      ),
    ],
    caughtBy: signedIn(
      "http",
      "P8.8 requires the token of an admitted user; without one it is 401, and with another 403",
    ),
  },
  {
    name: "a token of one room works in another",
    patches: [
      inRoom(
        "handshake/requester",
        "const uid = guestOf(requester.token, { key, tokens: moderationStore.tokens }, now);",
        'const uid = requester.token.split(".")[0];',
      ),
    ],
    caughtBy: signedIn("http", "P8.8 with an invalid token is 401, even if no token is needed"),
  },
  {
    name: "a history page reveals a shadow to its target",
    patches: [inShell("object/rpc", "viewerOf(author.value)", 'viewerOf({ uid: "", role: "guest" })')],
    caughtBy: signedIn("http", "P9.9 P8.8 include the user's own hidden messages, which others do not get"),
  },
  {
    name: "the client gives up at the first 4401",
    patches: [inClient("identity", "    this.#wasRejected = true;\n    return true;", "    return false;")],
    caughtBy: inUnit("client/client-token", "P8.6 is requested once more if the server rejects it, and then no more"),
  },
  {
    name: "the client asks for tokens without limit",
    patches: [inClient("identity", " || this.#wasRejected) return false;", ") return false;")],
    caughtBy: inUnit("client/client-token", "P8.6 is requested once more if the server rejects it, and then no more"),
  },
  {
    name: "the client stores a site's token",
    patches: [
      inClient("identity", "this.#external = identity;\n    else", "this.#persisted.identity = identity;\n    else"),
    ],
    caughtBy: inUnit(
      "client/client-token",
      "P8.1 that is given as a text is never kept, and who comes without it is a guest, as before",
    ),
  },
];
