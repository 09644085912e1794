// PROTOCOL.md beside the code: its tables of codes, its rules, its links.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLOSE, isTerminal } from "../../../src/protocol/close-codes.ts";
import { ERRORS } from "../../../src/protocol/error-codes.ts";
import { rulesOf, sectionsOf } from "../../support/protocol-page.ts";
import { page, root } from "./read-page.ts";

const sections = sectionsOf(page);
const rules = rulesOf(page);
const codesOfTables = Array.from(chapter("Error codes").matchAll(/^\| `(\w+)` \|/gm), ([, code]) => code);

describe("the codes of PROTOCOL.md", () => {
  it("are those that the code has for errors, each once", () => {
    expect(codesOfTables.toSorted()).toEqual(Object.keys(ERRORS).toSorted());
  });

  it("are those with which the room closes sockets, and say which of them a client stays away after", () => {
    const rows = Array.from(chapter("Close codes").matchAll(/^\| `(\d+)` \|.*\| (.*) \|$/gm));
    expect(rows.map(([, code]) => Number(code))).toEqual(Object.values(CLOSE).toSorted((a, b) => a - b));
    const final = rows.filter(([, , reconnect = ""]) => reconnect.startsWith("no")).map(([, code]) => Number(code));
    expect(final).toEqual(Object.values(CLOSE).filter(isTerminal));
  });

  it("stand in the text only if there is such a code", () => {
    const listed = page.match(/^(?:Errors?\b.*(?:\n.+)*|\| [\d, ]+ \| `.*)$/gm)?.join("\n") ?? "";
    const named = Array.from(listed.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g), ([, code]) => code);
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter((code) => code !== undefined && !(code in ERRORS))).toEqual([]);
  });
});

describe("the rules of PROTOCOL.md", () => {
  const sources = ["src", "test", "docs", "README.md", "SECURITY.md"].flatMap(textsOf);

  // Chapters that have two parts each, whose rules began at different numbers.
  const UNUSED: Readonly<Record<number, readonly [from: number, to: number]>> = {
    12: [22, 25],
    15: [9, 19],
    16: [12, 19],
  };

  it("have no hole in their numbers, but those that were never used", () => {
    for (const chapter of Array.from({ length: 18 }, (_, i) => i + 1)) {
      const numbers = rules.filter((rule) => rule.startsWith(`P${chapter}.`)).map((rule) => Number(rule.split(".")[1]));
      const [from, to] = UNUSED[chapter] ?? [1, 0];
      const all = Array.from({ length: Math.max(0, ...numbers) }, (_, i) => i + 1);
      expect({ chapter, numbers: numbers.toSorted((a, b) => a - b) }).toEqual({
        chapter,
        numbers: all.filter((number) => number < from || number > to),
      });
    }
  });

  it("each begin the title of a test", () => {
    const tests = sources.filter(({ path }) => path.endsWith(".test.ts"));
    const proven = tests.flatMap(({ text }) => {
      // A test may prove several: their numbers follow one another.
      const beginnings = Array.from(text.matchAll(/["'`]((?:P\d+\.\d+[ ,"'`]+)+)/g), ([, numbers = ""]) => numbers);
      return beginnings.flatMap((numbers) => numbers.match(/P\d+\.\d+/g) ?? []);
    });
    expect(rules.filter((rule) => !proven.includes(rule))).toEqual([]);
  });

  it("are all that the code, the tests and the other pages cite", () => {
    const cited = sources.flatMap(({ path, text }) =>
      Array.from(text.matchAll(/\bP\d+\.\d+\b/g), ([rule]) => ({ path, rule })),
    );
    expect(cited.length).toBeGreaterThan(500);
    expect(cited.filter(({ rule }) => !rules.includes(rule))).toEqual([]);
  });

  it("each stand in the sections that the index says", () => {
    const rows = Array.from(chapter("Index of rules").matchAll(/^\| (P\d+\.\d+) \| (.*) \|$/gm));
    expect(rows.map(([, rule]) => rule).toSorted()).toEqual(rules.toSorted());
    for (const [, rule = "", links = ""] of rows) {
      const anchors = Array.from(links.matchAll(/\(#([^)]*)\)/g), ([, anchor]) => anchor);
      const stands = sections.filter(({ text }) => rulesOf(text).includes(rule)).map(({ anchor }) => anchor);
      expect({ rule, anchors }).toEqual({ rule, anchors: stands });
    }
  });
});

describe("the links of PROTOCOL.md", () => {
  it("lead to headings of the page, which are told apart, and to files that exist", () => {
    const anchors = sections.map(({ anchor }) => anchor);
    expect(new Set(anchors).size).toBe(anchors.length);
    const targets = Array.from(page.matchAll(/\]\(([^)]+)\)/g), ([, target = ""]) => target);
    const broken = targets.filter((target) =>
      target.startsWith("#") ? !anchors.includes(target.slice(1)) : !existsSync(join(root, "src/protocol", target)),
    );
    expect(broken).toEqual([]);
  });
});

/** The room's own migrations, those of its capabilities in the order in which they run, and tables that are made when they are needed. */
const migrations = [
  join(root, "src/worker/storage/migrations.ts"),
  join(root, "src/worker/storage/room-schema.ts"),
  ...readdirSync(join(root, "src/capabilities"))
    .flatMap((name) => ["migrations.ts", "tables.ts"].map((file) => join(root, "src/capabilities", name, file)))
    .filter(existsSync),
]
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

describe("docs/privacy.md", () => {
  it("says of every table whom it is about, and until when", () => {
    const text = readFileSync(join(root, "docs/privacy.md"), "utf8").split(/^## /m)[2] ?? "";
    const listed = Array.from(text.matchAll(/^\| `(\w+)` \| .+ \| .+ \|$/gm), ([, table]) => table);
    expect(listed.toSorted()).toEqual(
      tablesOf(migrations)
        .map(({ table }) => table)
        .toSorted(),
    );
  });
});

describe("docs/storage.md", () => {
  const storage = readFileSync(join(root, "docs/storage.md"), "utf8");

  it("has the tables of the migrations, with their columns in their order", () => {
    const documented = sectionsOf(storage).flatMap(({ heading, text }) => {
      const [, table] = /^`(\w+)`$/.exec(heading) ?? [];
      const columns = Array.from(text.matchAll(/^\| `(\w+)` \|/gm), ([, column]) => column);
      return table === undefined ? [] : [{ table, columns }];
    });
    expect(documented.toSorted(byTable)).toEqual(tablesOf(migrations).toSorted(byTable));
  });
});

/** A section of the second level with all that is below it. */
function chapter(heading: string): string {
  return page.split(/^(?=## )/m).find((text) => text.startsWith(`## ${heading}\n`)) ?? "";
}

/** The sources below a path, or the file itself. */
function textsOf(path: string): { path: string; text: string }[] {
  const files = path.endsWith(".md")
    ? [path]
    : readdirSync(join(root, path), { recursive: true, encoding: "utf8" }).map((file) => join(path, file));
  return files
    .filter((file) => /\.(?:tsx?|md)$/.test(file))
    .map((file) => ({ path: file, text: readFileSync(join(root, file), "utf8") }));
}

interface Table {
  readonly table: string;
  readonly columns: (string | undefined)[];
}

function byTable(one: Table, other: Table): number {
  return one.table.localeCompare(other.table);
}

/** The tables that SQL leaves, statement by statement. */
function tablesOf(sql: string): Table[] {
  const tables = new Map<string, Table["columns"]>();
  const statements =
    /CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(([\s\S]*?)\)(?: WITHOUT ROWID)?[;"]|ALTER TABLE (\w+) (ADD COLUMN|RENAME TO) (\w+)|DROP TABLE (\w+)/g;
  for (const [, created, body = "", altered = "", change, name = "", dropped] of sql.matchAll(statements)) {
    if (created !== undefined && !tables.has(created)) tables.set(created, columnsOf(body));
    if (dropped !== undefined) tables.delete(dropped);
    if (change === "ADD COLUMN") tables.get(altered)?.push(name);
    if (change === "RENAME TO") {
      tables.set(name, tables.get(altered) ?? []);
      tables.delete(altered);
    }
  }
  return Array.from(tables, ([table, columns]) => ({ table, columns }));
}

function columnsOf(body: string): string[] {
  const withoutKey = body.replace(/PRIMARY KEY \([^)]*\)/, "");
  return withoutKey.split(",").flatMap((line) => {
    const [, column] = /^\s*"?([a-z_]+)"?(?: |$)/.exec(line) ?? [];
    return column === undefined ? [] : [column];
  });
}
