import { expect, test } from "vitest";
import { parseBatch } from "../../src/capabilities/import/batch.ts";
import { type ForeignMessage, fit } from "../import/imported.ts";

const message = (fields: Partial<ForeignMessage>): ForeignMessage => ({
  id: "1",
  person: "U1",
  username: "Ada",
  at: 1_000,
  message: "hello",
  ...fields,
});

test.each<[string, Partial<ForeignMessage>]>([
  ["control characters", { message: "a\u0000b\u202Ec\r\nd" }],
  ["a lone surrogate", { message: "a\uD800b" }],
  ["a long name with line breaks", { username: `A\n${"x".repeat(60)}` }],
  ["a name of which nothing can be seen", { username: "\u200B" }],
  ["a long id", { id: "x".repeat(80), replyTo: { person: "U1", id: "y".repeat(80) } }],
  ["reactions that are no emoji", { reactions: [{ emoji: "party", people: ["U1"] }] }],
  [
    "more reactions than a room takes",
    { reactions: [{ emoji: "👍", people: Array.from({ length: 2_000 }, (_, i) => `U${i}`) }] },
  ],
])("a message with %s fits into a room", (_what, fields) => {
  const fitted = fit(message(fields));
  expect(fitted).toHaveLength(1);
  expect(parseBatch({ source: "test", messages: fitted })).toMatchObject({ ok: true });
});

test("a text that is too long becomes several messages, in which nothing is lost", () => {
  const words = Array.from({ length: 2_000 }, (_, index) => `word${index}`);
  const fitted = fit(message({ message: words.join(" "), editedAt: 2_000, replyTo: { person: "U2", id: "0" } }));
  expect(fitted.length).toBeGreaterThan(2);
  expect(parseBatch({ source: "test", messages: fitted })).toMatchObject({ ok: true });
  expect(
    fitted
      .map((part) => part.message)
      .join(" ")
      .split(" "),
  ).toEqual(words);
  expect(fitted.map(({ id }) => id)).toEqual(fitted.map((_part, index) => (index === 0 ? "1" : `1~${index + 1}`)));
  expect(fitted.filter(({ editedAt, replyTo }) => editedAt !== undefined || replyTo !== undefined)).toHaveLength(1);
});

test("files become links, and a message without anything is none", () => {
  expect(fit(message({ message: "", files: [{ name: "a.png", url: "https://a.example/a.png" }] }))).toMatchObject([
    { message: "a.png: https://a.example/a.png" },
  ]);
  expect(fit(message({ message: " \n" }))).toEqual([]);
});
