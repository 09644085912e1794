import { describe, expect, it, test } from "vitest";
import { announce, DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { optionalSettings } from "../../../src/protocol/optional-settings.ts";
import { WelcomeObject } from "../../../src/protocol/server-objects.ts";
import { examplesOf, sectionsOf } from "../../support/protocol-page.ts";
import { checkExample } from "./check-example.ts";
import { page } from "./read-page.ts";

const examples = examplesOf(page);

describe("PROTOCOL.md", () => {
  it("has examples of every kind", () => {
    const kinds = [...new Set(examples.map(({ kind }) => kind))].toSorted();
    expect(kinds).toEqual([
      "client",
      "http action",
      "http answer",
      "http ban",
      "http bans",
      "http bot",
      "http deletedBefore",
      "http deletedPerson",
      "http delivery",
      "http edit",
      "http error",
      "http file",
      "http files",
      "http hook",
      "http import",
      "http imported",
      "http messages",
      "http new-bot",
      "http new-hook",
      "http post",
      "http rooms",
      "http scan",
      "http search",
      "http summary",
      "http webhook",
      "jwt",
      "plain-client",
      "plain-server",
      "server",
    ]);
  });

  it.each(examples)("has an example ($kind) that the project's own parser reads to the letter: $text", (example) => {
    checkExample(example.kind, example.text);
  });

  it("has an example of each command and of each object that has a section", () => {
    const sections = sectionsOf(page).flatMap(({ heading }) => {
      const [, what = "", type = ""] = /^(Command|Event|Signal|Reply) `(\w+)`$/.exec(heading) ?? [];
      return type === "" ? [] : [{ kind: what === "Command" ? "client" : "server", type }];
    });
    expect(sections.length).toBeGreaterThan(25);
    const shown = examples.flatMap(({ kind, text }) => {
      const value: unknown = JSON.parse(text);
      return (Array.isArray(value) ? value : [value]).map(({ type }) => ({ kind, type }));
    });
    expect(shown).toEqual(expect.arrayContaining(sections));
  });

  it("shows the default limits in each welcome", () => {
    const frames = examples.filter(({ kind }) => kind === "server").map(({ text }) => JSON.parse(text));
    const welcomes = frames.flat().filter(({ type }) => type === "welcome" || type === "reader");
    expect(welcomes).toHaveLength(6);
    for (const { limits } of welcomes) expect(limits).toEqual(announce(DEFAULT_LIMITS));
  });
});

test("P3.4 the page has one welcome with every field, and with every setting of a room", () => {
  const frames = examples.filter(({ kind }) => kind === "server").map(({ text }) => JSON.parse(text));
  const welcomes = frames.flat().filter(({ type }) => type === "welcome");
  const all = Object.keys(WelcomeObject.entries).toSorted();
  const complete = welcomes.filter((welcome) => Object.keys(welcome).length === all.length);
  expect(complete.map((welcome) => Object.keys(welcome).toSorted())).toEqual([all]);
  const settings = ["read", "write", "slowMode", "casts", ...Object.keys(optionalSettings)];
  expect(Object.keys(complete[0].settings).toSorted()).toEqual(settings.toSorted());
});

describe("the check of an example", () => {
  const stamp = '"seq":1,"at":1,"uid":"u","id":"a"';

  test.each([
    ["client", "{"],
    ["client", '{"type":"shout","id":"a"}'],
    ["client", '{"type":"edit","id":"a","target":0,"message":"hello"}'],
    ["client", '{"type":"edit","id":"a","target":1,"message":"hello","color":"red"}'],
    ["client", '{"type":"message","id":"a","message":" hello"}'],
    ["client", '{"type":"message","id":"a","message":"hello","replyto":1}'],
    ["client", '{"type":"message","id":"a","message":"hello","replyTo":null}'],
    ["client", '{"type":"read","seq":1,"received":2}'],
    ["client", '{"type":"moderate","id":"a","action":"mute","uid":"u","until":5}'],
    ["server", '{"type":"welcome","room":"garden"}'],
    ["server", '{"type":"ready"}'],
    ["server", '{"type":"ready","seq":1,"head":1}'],
    ["server", `{"type":"message",${stamp},"username":"Ada","message":"hello","edited_at":1}`],
    ["server", `{"type":"edit",${stamp},"target":"1","message":"hello"}`],
    ["server", `[{"type":"ready","seq":1},{"type":"later",${stamp}}]`],
    ["server", '{"type":"void","seq":1,"at":1,"uid":"u","id":""}'],
    ["server", '{"type":"error","code":"no_such_code","message":"hello"}'],
    ["server", '{"type":"self","role":"king"}'],
    ["server", '{"type":"list","id":"a","what":"bans","items":[{"entry":1}]}'],
    ["plain-client", '{"type":"system","message":"Ada connected"}'],
    ["plain-client", '{"type":"message","message":"hello","seq":1}'],
    ["plain-server", '{"type":"system","message":"Ada connected","seq":1}'],
    ["plain-server", '{"type":"edit","target":1}'],
    ["plain-server", `{"type":"message",${stamp},"message":"hello"}`],
    ["http summary", '{"room":"garden","title":"garden","count":1,"head":1}'],
    ["http messages", '{"messages":[{"type":"message"}],"head":1}'],
    ["http error", '{"error":{"code":"no_such_code","message":"hello"}}'],
    ["http action", '{"action":"kick"}'],
    ["http answer", '{"type":"done"}'],
    ["http post", '{"message":"hello","replyto":1}'],
    ["http edit", '{"message":"hello","color":"red"}'],
    ["http ban", '{"uid":"ada","for":0}'],
    ["http bot", '{"name":"Robot","scopes":["own"]}'],
    ["http hook", '{"name":"GitHub"}'],
    ["http new-bot", '{"id":"bot-1","name":"Robot","token":"bot_1","at":1,"by":"","scopes":["read"]}'],
    ["http new-hook", '{"id":"bot-1","kind":"incoming","name":"Robot","at":1,"by":""}'],
    ["http bans", '{"bans":[{"key":"ada","kind":"person","at":1}]}'],
    ["http rooms", '{"rooms":[{"room":"garden"}],"total":1}'],
    ["jwt", '{"iss":"https://a.example","aud":"b","exp":1}'],
    ["jwt", '{"iss":"https://a.example","aud":"b","sub":"1","exp":1,"role":"king"}'],
    ["no kind", "{}"],
  ])("refuses a wrong one (%s): %s", (kind, text) => {
    expect(() => checkExample(kind, text)).toThrow();
  });

  test.each([
    ["a fence of another language", "```js\n1\n```\n"],
    ["a fence of no language", "```\n1\n```\n"],
    ["a line of a trace that neither side sends", "```trace v1\nhello\n```\n"],
  ])("lets no example go unparsed: %s", (_what, markdown) => {
    expect(() => examplesOf(markdown)).toThrow();
  });

  test("reads a frame of a trace to its last line, and each line of a fence with several", () => {
    const trace = '```trace plain\n→ {"type":\n   "wave"}\n# a remark\n← pong\n← {"a":1}\n```\n';
    expect(examplesOf(`${trace}\n\`\`\`json client\n{"a":1}\n{"b":\n\`\`\`\n`)).toEqual([
      { kind: "plain-client", text: '{"type": "wave"}' },
      { kind: "plain-server", text: '{"a":1}' },
      { kind: "client", text: '{"a":1}' },
      { kind: "client", text: '{"b":' },
    ]);
  });
});
