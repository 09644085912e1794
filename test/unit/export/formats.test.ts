import { describe, expect, test } from "vitest";
import type { ExportPart } from "../../../src/capabilities/export/export.ts";
import { type ExportContext, FORMATS, type FormatName, loadFormat } from "../../../src/capabilities/export/format.ts";
import type { Message } from "../../../src/protocol/events.ts";

const NOON = Date.parse("2026-11-27T12:00:00Z");
const CONTEXT: ExportContext = { room: "garden", origin: "https://chat.example", isContinued: false };

function message(seq: number, text: string, fields: Partial<Message> = {}): Message {
  return {
    type: "message",
    seq,
    at: NOON + seq * 60_000,
    uid: "ada",
    id: `id-${seq}`,
    username: "Ada",
    message: text,
    ...fields,
  };
}

async function write(name: FormatName, parts: readonly ExportPart[], context = CONTEXT): Promise<string> {
  const format = await loadFormat(name);
  let [text, last]: [string, Message | undefined] = [format.head(context), undefined];
  for (const part of parts) {
    text += await format.part(part, last, context);
    last = part.messages.at(-1) ?? last;
  }
  return text + format.foot;
}

const part = (...messages: Message[]): ExportPart => ({ messages, quoted: [] });

describe("P17.7 JSON lines", () => {
  test("are the messages as they are, with whole addresses of files", async () => {
    const file = { id: "f", name: "a.png", type: "image/png", size: 1, url: "/files/garden/f/a.png" };
    const lines = (await write("jsonl", [part(message(1, "one\ntwo"), message(2, "", { files: [file] }))])).split("\n");
    expect(lines.map((line) => (line === "" ? "" : JSON.parse(line)))).toEqual([
      message(1, "one\ntwo"),
      message(2, "", { files: [{ ...file, url: "https://chat.example/files/garden/f/a.png" }] }),
      "",
    ]);
  });
});

describe("P17.8 a CSV", () => {
  test("has a row for each message, with quotes and line breaks inside of cells", async () => {
    const text = await write("csv", [part(message(1, 'say "hi",\nthen go', { replyTo: 7, editedAt: NOON }))]);
    expect(text).toBe(
      "\uFEFFseq,time,name,uid,message,reply_to,edited,reactions,files,imported,bot\r\n" +
        '1,2026-11-27T12:01:00.000Z,"Ada","ada","say ""hi"",\nthen go",7,2026-11-27T12:00:00.000Z,"","",,\r\n',
    );
  });
});

const FORMULAS = [
  '=HYPERLINK("https://evil.example")',
  "+1+1",
  "-1+1",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  " =1+1",
  "\u200B=1+1",
  "＝1+1",
];

test("P17.8 a CSV has no cell that a spreadsheet runs", async () => {
  for (const formula of FORMULAS) {
    const text = await write("csv", [part(message(1, formula, { username: formula }))]);
    const quoted = `"'${formula.replaceAll('"', '""')}"`;
    expect(text.split(quoted), formula).toHaveLength(3);
  }
});

describe("P17.9 HTML", () => {
  const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="';

  test("is one document with days, names, replies and reactions, that loads nothing", async () => {
    const next = NOON + 24 * 60 * 60_000;
    const reply = message(2, "two", { replyTo: 1, reactions: [{ emoji: "🎉", uids: ["ben"], count: 3 }] });
    const text = await write("html", [part(message(1, "**one**"), reply), part(message(3, "three", { at: next }))]);
    expect(text.match(/<h2>/g)).toHaveLength(2);
    expect(text).toContain("<strong>one</strong>");
    expect(text).toContain('<li id="m2">');
    expect(text).toContain('<a href="#m1">In reply to <bdi>Ada</bdi>: <bdi lang="">one</bdi></a>');
    expect(text).toContain("<li>🎉 3</li>");
    expect(text.match(/<!doctype html>/g)).toHaveLength(1);
    expect(text.endsWith("</html>\n")).toBe(true);
    expect(text).not.toMatch(/<(?:script|link|img|iframe)|src=/);
  });

  test("takes nothing that a user wrote for markup", async () => {
    const text = await write("html", [part(message(1, HOSTILE, { username: HOSTILE }))]);
    expect(text).not.toMatch(/<script|<img|<[^>]*onmouseover/);
  });
});

describe("P17.10 Markdown", () => {
  test("stands in quotes, so that no message passes for a heading or another message", async () => {
    const text = await write("md", [part(message(1, "# Big\n\n**Owner** 12:00\n<b>x</b>", { username: "A*d*a" }))]);
    expect(text).toBe(
      "# garden\n\nTimes are UTC.\n\n## Friday, November 27, 2026\n\n**A\\*d\\*a** 12:01 · #1\n" +
        "> # Big  \n>\n> **Owner** 12:00  \n> &lt;b>x&lt;/b>\n",
    );
  });

  test("has an empty line only where a message has one, and between what it answers, says and carries", async () => {
    const reply = message(2, "one\ntwo", { replyTo: 1, reactions: [{ emoji: "🎉", uids: ["ben"], count: 3 }] });
    const text = await write("md", [part(message(1, "Which?"), reply)]);
    expect(text.slice(text.indexOf("\n> In"))).toBe("\n> In reply to Ada: Which?\n>\n> one  \n> two\n>\n> 🎉 3\n");
  });
});

describe("P17.11 an export that goes on after a cursor", () => {
  test.each(FORMATS)("has the rest of the file: %s", async (name) => {
    const messages = [message(1, "one"), message(2, "two", { at: NOON + 24 * 60 * 60_000 }), message(3, "three")];
    const whole = await write(name, [part(...messages)]);
    const rest = await write(name, [part(...messages.slice(1))], { ...CONTEXT, isContinued: true });
    expect(rest.length).toBeGreaterThan(10);
    expect(whole.endsWith(rest)).toBe(true);
  });
});

test.each(FORMATS)("P17.19 what a bot posted is marked: %s", async (name) => {
  const messages = [message(1, "by a person"), message(2, "by a program", { bot: true, uid: "bot-1" })];
  const [person = "", robot = ""] = (await write(name, [part(...messages)])).split(/(?<=by a person)/);
  const mark = { jsonl: /"bot":true/, csv: /,true\r\n$/, html: />BOT</, md: /\*\*Ada\*\* BOT 12:02/ }[name];
  expect(robot).toMatch(mark);
  expect(person).not.toMatch(mark);
});

test.each(FORMATS)("P17.6 the author of an erased message has no name: %s", async (name) => {
  const text = await write(name, [part(message(1, "kept", { username: "" }))]);
  if (name === "jsonl") expect(JSON.parse(text).username).toBe("");
  else expect(text).toContain("Deleted user");
});
