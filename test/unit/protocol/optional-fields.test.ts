import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { parsePlain } from "../../../src/protocol/parse-plain.ts";
import { parseV1 } from "../../../src/protocol/parse-v1.ts";

const v1 = (frame: object) => parseV1(JSON.stringify(frame), DEFAULT_LIMITS);
const plain = (frame: object) => parsePlain(JSON.stringify(frame), DEFAULT_LIMITS);

const hello = { type: "hello", v: 1 };
const message = { type: "message", id: "a", message: "hello" };
const ban = { type: "moderate", id: "a", action: "ban", uid: "eve" };
const report = { type: "report", id: "a", target: 1 };

test.each([
  [v1, hello, "username", "bad_username"],
  [v1, hello, "token", "bad_token"],
  [v1, hello, "nonce", "bad_command"],
  [v1, hello, "since", "bad_since"],
  [v1, hello, "invite", "bad_invitation"],
  [v1, message, "replyTo", "bad_target"],
  [v1, { type: "ack", seq: 1 }, "received", "bad_command"],
  [v1, ban, "for", "bad_action"],
  [v1, ban, "reason", "bad_action"],
  [v1, report, "reason", "bad_action"],
  [v1, { type: "list", id: "a", what: "bans" }, "before", "bad_command"],
  [plain, message, "id", "bad_id"],
  [plain, message, "username", "bad_username"],
  [plain, message, "replyTo", "bad_target"],
])("P3.33 an optional field is absent or valid, and never null", (parse, { ...frame }, field, code) => {
  expect(parse({ ...frame, [field]: undefined })).toMatchObject({ ok: true });
  expect(parse({ ...frame, [field]: null })).toMatchObject({ ok: false, error: { code } });
});

test.each([
  [hello, "username", "bad_username"],
  [hello, "nonce", "bad_command"],
  [hello, "invite", "bad_invitation"],
  [message, "id", "bad_id"],
  [message, "message", "bad_message"],
  [{ type: "reaction", id: "a", target: 1, on: true }, "emoji", "bad_emoji"],
  [ban, "reason", "bad_action"],
  [report, "reason", "bad_action"],
  [{ type: "claim", id: "a" }, "secret", "bad_claim"],
])("P3.33 an empty text is no absent one: %j with an empty %s", (frame, field, code) => {
  expect(v1({ ...frame, [field]: "" })).toMatchObject({ ok: false, error: { code } });
});

test("P3.1 an empty token and an empty epoch are texts that the room judges", () => {
  expect(v1({ ...hello, token: "", since: { epoch: "", seq: 0 } })).toMatchObject({ ok: true });
});

test("P3.2 P3.33 a field that the protocol does not know is dropped from all commands but a message", () => {
  const { color: _, ...edit } = { type: "edit", id: "a", target: 1, message: "hello", color: "red" };
  expect(v1({ ...edit, color: "red" })).toEqual({ ok: true, value: edit });
});

test("P3.7 reserved_type names no command", () => {
  expect(plain({ type: "edit", id: "a" })).toMatchObject({ error: { code: "reserved_type", id: undefined } });
  expect(v1({ type: "cast", id: "a", data: { type: "message" } })).toMatchObject({ error: { id: undefined } });
});

test("P3.35 of a hello that only reads, only since, binary and compact count beside readOnly", () => {
  const hello = { type: "hello", v: 1, readOnly: true };
  const since = { epoch: "k2fj3l", seq: 42 };
  const others = { username: "", token: 7, nonce: null, invite: {}, challenge: [] };
  expect(v1({ ...hello, ...others, since, binary: true, compact: true })).toEqual({
    ok: true,
    value: { ...hello, since, binary: true, compact: true },
  });
  expect(v1({ ...hello, since: { epoch: "k2fj3l" } })).toMatchObject({ ok: false, error: { code: "bad_since" } });
  expect(v1({ ...hello, readOnly: undefined, username: "" })).toMatchObject({
    ok: false,
    error: { code: "bad_username" },
  });
});
