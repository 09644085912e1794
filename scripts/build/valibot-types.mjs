// The types of the packed client are inferred from valibot's schemas, but the package has no dependencies: it brings the
// declarations of valibot that its own refer to.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const IDENTIFIER = /[A-Za-z_$][\w$]*/g;

/**
 * Writes the part of valibot's declarations that some files need.
 *
 * @param {readonly string[]} declarations texts that use valibot as `v`
 * @param {string} target path of the file to write
 */
export async function writeValibotTypes(declarations, target) {
  const root = fileURLToPath(new URL("../../node_modules/valibot/", import.meta.url));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const statements = statementsByName(await readFile(join(root, "dist/index.d.mts"), "utf8"));
  const wanted = declarations.flatMap((text) => Array.from(text.matchAll(/\bv\.(\w+)/g), ([, name]) => String(name)));
  const found = new Set(wanted.filter((name) => statements.has(name)));
  for (const name of found) {
    for (const [used] of statements.get(name)?.matchAll(IDENTIFIER) ?? []) if (statements.has(used)) found.add(used);
  }
  const text = [...statements].filter(([name]) => found.has(name)).map(([, statement]) => statement);
  const license = `// From valibot ${version} (https://valibot.dev), MIT License, copyright Fabian Hiller.`;
  await writeFile(target, `${license}\n${text.join("\n")}\nexport {};\n`);
}

/**
 * Splits a file of declarations into its statements, without comments. Functions are left out: types refer to them only
 * as the `reference` of a schema, which no one needs.
 *
 * @param {string} text
 * @returns {Map<string, string>}
 */
function statementsByName(text) {
  const start = /^(?:declare (?:const|class) |interface |type )([\w$]+)/;
  const statements = new Map();
  let name = "";
  const code = text.replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, "").replace(/\btypeof [a-z]\w*/g, "any");
  for (const line of code.split("\n")) {
    if (/^(?:export |\/\/)/.test(line)) continue;
    if (line.startsWith("declare function")) name = "";
    const [, next] = start.exec(line) ?? [];
    if (next !== undefined) name = next;
    const begun = next === undefined ? line : `export ${line}`;
    if (name !== "") statements.set(name, statements.has(name) ? `${statements.get(name)}\n${begun}` : begun);
  }
  return statements;
}
