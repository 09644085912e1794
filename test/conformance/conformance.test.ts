import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sectionsOf } from "../support/protocol-page.ts";
import { startWorkerd, type Workerd } from "../support/workerd.ts";
import { page } from "../unit/protocol/read-page.ts";
import { readCases } from "./cases.ts";
import { difference } from "./match.ts";
import { play } from "./play.ts";

const cases = readCases();

describe("the conformance kit", () => {
  let server: Workerd;
  beforeAll(async () => {
    server = await startWorkerd();
  });
  afterAll(() => server.stop());
  const options = () => ({ url: server.origin.replace("http", "ws"), within: 20_000 });

  test.each(cases.map((one) => [`${one.rules.join(" ")} ${one.title}`, one] as const))("%s", async (_title, one) => {
    expect(await play(one, options())).toEqual({ rules: one.rules, title: one.title });
  });

  test("says at which step a server does otherwise", async () => {
    const steps = [
      { enter: "ada" },
      { as: "ada", send: { type: "typing" } },
      { as: "ada", expect: { type: "silence" } },
    ];
    const outcome = await play({ rules: ["P3.29"], title: "typing is silent", steps }, options());
    expect(outcome.failure).toMatch(/^step 3, .*: \.type: "typing" instead of "silence"/);
    const nobody = await play({ rules: [], title: "", steps: [{ enter: "ada", hello: { v: 2 } }] }, options());
    expect(nobody.failure).toMatch(/^step 1, /);
  });
});

test("the cases name rules of PROTOCOL.md", () => {
  const rules = sectionsOf(page).flatMap(({ text }) =>
    Array.from(text.matchAll(/\*\*(P\d+\.\d+)\*\*/g), ([, rule]) => rule),
  );
  expect(cases.flatMap((one) => one.rules).filter((rule) => !rules.includes(rule))).toEqual([]);
});

describe("a template", () => {
  test.each([
    ["$any", 1, undefined],
    ["$any", undefined, ": missing"],
    ["$absent", undefined, undefined],
    ["$absent", 1, ": 1 instead of nothing"],
    [{ a: 1 }, { a: 1, b: 2 }, undefined],
    [{ a: "$absent" }, { a: 1 }, ".a: 1 instead of nothing"],
    [{ a: 1 }, {}, ".a: missing"],
    [[1], [1, 2], ": 2 items instead of 1"],
    [[{ a: "$x" }, { a: "$x" }], [{ a: 1 }, { a: 2 }], "[1].a: 2 instead of 1"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of a case
    ["${known}!", "yes!", undefined],
    [{ $repeat: ["x", 3] }, "xxx", undefined],
    [null, null, undefined],
    [{ a: 1 }, null, ": null instead of an object"],
  ] as const)("%j against %j: %s", (template, actual, expected) => {
    expect(difference(template, actual, new Map([["known", "yes"]]))).toBe(expected);
  });
});
