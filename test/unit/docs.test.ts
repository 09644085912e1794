import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readFigures } from "../../bench/report/docs-figures.ts";
import { COMMAND, renderFaults } from "../reliability/faults/table.ts";

const root = new URL("../../", import.meta.url);
const PAGES = ["", "docs/"].flatMap((folder) =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}${name}`),
);

test(`docs/reliability.md lists every planted fault; if not, run \`${COMMAND}\``, () => {
  expect(readFigures("reliability.md", COMMAND)).toBe(renderFaults());
});

test.each(PAGES)("%s links and refers only to files that exist", (page) => {
  const text = readFileSync(new URL(page, root), "utf8").replace(/```[\s\S]*?```/g, "");
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = ""]) => target);
  const local = links
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => new URL(target, new URL(page, root)));
  const named = [...text.matchAll(/`((?:src|test|bench|scripts|docs|public)\/[\w./-]*)`/g)].map(
    ([, path = ""]) => new URL(path, root),
  );
  expect([...local, ...named].filter((file) => !existsSync(file)).map(({ pathname }) => pathname)).toEqual([]);
});
