import { expect, test } from "vitest";
import { hitOf } from "../../../src/capabilities/search/hit.ts";
import { marksOf, matches, parseQuery } from "../../../src/capabilities/search/query.ts";
import type { Message } from "../../../src/protocol/events.ts";

const NOON = Date.parse("2026-11-27T12:00:00Z");

const FILE = { id: "f", name: "a.png", type: "image/png", size: 1, url: "/f" };

function messageOf(message: string, fields: Partial<Message> = {}): Message {
  return {
    type: "message",
    seq: 1,
    at: NOON,
    uid: "ada7wq3hz2m5tb8c",
    id: "1",
    username: "Ada Lovelace",
    message,
    ...fields,
  };
}

/** Whether a query finds a message, if it can be read. */
function finds(q: string, message: Message | string): boolean | undefined {
  const parsed = parseQuery({ q });
  const query = parsed.ok ? parsed.value : undefined;
  return query && matches(query, typeof message === "string" ? messageOf(message) : message);
}

/** A text, queries that find it, and queries that don't. */
const FOUND: readonly (readonly [text: string, found: readonly string[], missed: readonly string[]])[] = [
  ["Crème brûlée, s'il vous plaît", ["creme", "CRÈME", "brûlee", "crème"], ["cream"]],
  ["Straße und Größe", ["strasse", "STRASSE", "straße", "STRAẞE", "grosse", "große"], ["strase"]],
  ["ＰＡＲＬＥＹ　１２", ["parley", "12", "ｐａｒｌｅｙ"], ["1"]],
  ["ﬁne oﬃce", ["fine", "office"], []],
  ["Smørrebrød på Ærø, Łódź, encyclopædia", ["smorrebrod", "pa", "aero", "lodz", "encyclopaedia"], []],
  ["İstanbul ve ışık", ["istanbul", "isik", "ışık"], []],
  ["ΟΔΥΣΣΕΎΣ", ["οδυσσευς", "οδυσσεύς"], []],
  ["Ёлка зелёная", ["елка", "ёлка", "ЗЕЛЕНАЯ"], []],
  ["مُحَمَّد كَتَبَ الرِّسَالَة", ["محمد", "كتب", "الرسالة", "مـحـمـد"], ["محمود"]],
  ["أهلا إلى علی", ["اهلا", "الي", "علي", "على"], []],
  ["שָׁלוֹם", ["שלום"], []],
  ["हिन्दी की किताब", ["हिन्दी", "की", "किताब"], ["कि", "हद"]],
  ["한국어 검색", ["한국어", "검색"], ["국어"]],
  ["东京都政府很大", ["东京", "京都", "政府", "东", "大", "东京都政府"], ["京东", "北京"]],
  ["我在北京大学学习", ["北京", "大学", "北京大学", "学习"], ["京大学生"]],
  ["東京都に住んでいます", ["東京", "住んで", "ます"], ["東都"]],
  ["ｶﾞﾗｽ カ", ["ガラス", "ｶﾞﾗｽ"], ["カラス"]],
  ["ภาษาไทยง่ายมาก", ["ไทย", "ภาษา", "ง่าย"], ["ยาก"]],
  ["Parleyは便利です", ["parley", "便利", "Parleyは便利"], ["parleyが"]],
  ["party 🎉 for 👩‍💻 and 👍🏽 🇩🇪", ["🎉", "👩‍💻", "👍", "👍🏿", "🇩🇪"], ["🎂", "🇫🇷"]],
  ["I don't use foo_bar 3.14", ["don't", "foo_bar", "bar", "3.14", "foo"], ["3.15"]],
  ["see https://example.com/a?b=1", ["example.com", "https://example.com/a"], ["example.org"]],
  ["c'est à @ada #12", ["@ada", "#12", "c'est"], ["@ad"]],
];

test.each(FOUND)(
  "P14.5 words are found without accents, case and width, in every script: %s",
  (text, found, missed) => {
    expect(found.filter((q) => !finds(q, text))).toEqual([]);
    expect(missed.filter((q) => finds(q, text))).toEqual([]);
  },
);

test("P14.5 all words are needed, in any order, and a word of three letters finds those that begin with it", () => {
  expect(finds("noon deploy", "Deployment at noon")).toBe(true);
  expect(finds("noon deploy", "Deployment at one")).toBe(false);
  expect(finds("ploy", "Deployment")).toBe(false);
  expect(finds("de", "Deployment")).toBe(false);
});

test("P14.6 a phrase has its words in sequence, and a minus takes messages away", () => {
  expect(finds('"at noon"', "deploy at noon")).toBe(true);
  expect(finds('"at noon"', "noon at last")).toBe(false);
  expect(finds('"deploy"', "deployment")).toBe(false);
  expect(finds("“at noon”", "deploy at noon")).toBe(true);
  expect(finds('"at noon', "deploy at noon")).toBe(true);
  expect(finds("deploy -noon", "deploy at noon")).toBe(false);
  expect(finds("deploy -noo", "deploy at noon")).toBe(true);
  expect(finds('deploy -"at one"', "deploy at noon")).toBe(true);
  expect(finds("well-known", "a well-known fact")).toBe(true);
  expect(finds("-noon", "deploy")).toBeUndefined();
});

test("P14.7 from: finds a name's words, or a uid", () => {
  expect(finds("from:ada", "hi")).toBe(true);
  expect(finds("from:LOVELACE hi", "hi")).toBe(true);
  expect(finds('from:"ada lovelace"', "hi")).toBe(true);
  expect(finds("from:ada7wq3hz2m5tb8c", "hi")).toBe(true);
  expect(finds("from:ad", "hi")).toBe(false);
  expect(finds("hi -from:ada", "hi")).toBe(false);
  expect(parseQuery({ from: "Ada" })).toEqual(parseQuery({ q: 'from:"Ada"' }));
});

test("P14.8 has: finds links and files", () => {
  expect(finds("has:link", "see https://example.com")).toBe(true);
  expect(finds("has:link", "www.example.com")).toBe(true);
  expect(finds("HAS:link", "the link")).toBe(false);
  expect(finds("has:file", messageOf("look", { files: [FILE] }))).toBe(true);
  expect(finds("has:file", messageOf("look", { files: [] }))).toBe(false);
  expect(finds("has:cat", "cat")).toBeUndefined();
});

test("P14.9 after: is from a day or a time on, before: is until it", () => {
  expect(finds("hi after:2026-11-27", "hi")).toBe(true);
  expect(finds("hi before:2026-11-27", "hi")).toBe(false);
  expect(finds("hi before:2026-11-28", "hi")).toBe(true);
  expect(finds("hi after:2026-11-27T12:00:00.001Z", "hi")).toBe(false);
  expect(finds("hi after:2026-11-27T13:00+01:00 before:2026-11-27T12:01Z", "hi")).toBe(true);
  expect(finds("after:2026-11-27", "hi")).toBe(true);
  expect(finds("before:2026-11-27 -there", "hi")).toBe(false);
  expect(finds("after:2026-11-27 -hi", "hi")).toBe(false);
  for (const day of ["2026-02-31", "2026-00-10", "2027-02-29T10:00Z", "yesterday", "2026-13-01", "27.11.2026", "2026"])
    expect(finds(`hi after:${day}`, "hi")).toBeUndefined();
});

test("P14.15 an operator without a value is refused", () => {
  for (const operator of ["from", "has", "before", "after"]) {
    for (const q of [`${operator}:`, `hi ${operator}: ada`, `hi ${operator}:""`])
      expect([q, finds(q, "hi")]).toEqual([q, undefined]);
    expect(parseQuery({ q: "hi", [operator]: "" })).toMatchObject({ ok: false, error: { field: operator } });
  }
  expect(finds("from", "from here")).toBe(true);
  expect(finds("wherefrom:", "wherefrom: here")).toBe(true);
});

test("P14.15 a query has 256 characters at most, whatever their units", () => {
  expect(parseQuery({ q: "🎉".repeat(256) }).ok).toBe(true);
  expect(parseQuery({ q: "🎉".repeat(257) }).ok).toBe(false);
  expect(parseQuery({ q: "a", from: "𝒶".repeat(256) }).ok).toBe(true);
});

test("P14.12 more than 256 characters or 20 parts are refused", () => {
  expect(parseQuery({ q: "a".repeat(257) }).ok).toBe(false);
  expect(parseQuery({ q: "a ".repeat(21) }).ok).toBe(false);
  expect(parseQuery({ q: "a ".repeat(20) }).ok).toBe(true);
  expect(parseQuery({ q: "a", from: "b".repeat(300) }).ok).toBe(false);
});

test("P14.1 marks are the places of all words and phrases, in order and without overlap", () => {
  const marked = (q: string, text: string) => {
    const parsed = parseQuery({ q });
    const query = parsed.ok ? parsed.value : undefined;
    return query && marksOf(query, text).map(([start, end]) => text.slice(start, end));
  };
  expect(marked('deploy "at noon" -x', "At noon we deploy: deployment at noon")).toEqual([
    "At noon",
    "deploy",
    "deployment",
    "at noon",
  ]);
  expect(marked("strasse", "die Straße.")).toEqual(["Straße"]);
  expect(marked("京都 京", "东京都")).toEqual(["京都"]);
  expect(marked("京", "东京都")).toEqual(["京"]);
  expect(marked("东京 京都", "东京都")).toEqual(["东京都"]);
});

test("P14.17 an error names the part that is wrong, and says what it takes", () => {
  const faultOf = (q: string) => {
    const parsed = parseQuery({ q });
    return parsed.ok ? undefined : `${parsed.error.field}: ${parsed.error.message}`;
  };
  expect(faultOf("hi before:yesterday")).toMatch(/^before: before takes a day such as 2026-11-27/);
  expect(faultOf("hi -after:2026-11-27")).toMatch(/^after: .*no minus/);
  expect(faultOf("hi has:dog")).toBe("has: has takes link or file.");
  expect(faultOf("hi from:!")).toBe("from: from takes a name or a uid.");
  expect(faultOf("-hi")).toMatch(/^q: The search needs a word/);
  expect(faultOf("a ".repeat(21))).toMatch(/^q: /);
});

test.each([
  ["bold", "the **bold** word", "the bold word", ["bold"]],
  ["docs", "see [the docs](https://example.com/x) `now`", "see the docs now", ["docs"]],
  ["tree", "- one\n- tree", "• one • tree", ["tree"]],
  ["path", "see [the docs](https://example.com/path)", "see [the docs](https://example.com/path)", ["path"]],
])("P14.17 a snippet is text as people read it: %s in %s", (q, text, snippet, marked) => {
  const parsed = parseQuery({ q });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const message = { type: "message", seq: 1, at: 1, uid: "ada", id: "1", username: "Ada", message: text } as const;
  const hit = hitOf(parsed.value, message);
  expect(hit.snippet).toBe(snippet);
  expect(hit.marks.map(([start, end]) => hit.snippet.slice(start, end))).toEqual(marked);
});
