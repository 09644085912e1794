// The signatures of everything that the client library exports, as one text.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A declaration, up to the next line that starts one. */
const DECLARATION =
  /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|function|const) (\w+)[\s\S]*?(?=^(?:export|import|declare|type|interface|class)\b|$(?![\s\S]))/gm;

/**
 * The exports of an entry: each name, and the file that declares it.
 *
 * @param {string} entry path of a declaration file
 * @returns {Promise<{ name: string, file: string }[]>}
 */
export async function exportsOf(entry) {
  const text = await readFile(entry, "utf8");
  const passedOn = Array.from(text.matchAll(/^export (?:type )?\{([^}]*)\} from "(.+)\.js";$/gm)).flatMap(
    ([, names = "", path]) =>
      Array.from(names.matchAll(/(?:type )?(\w+)/g), ([, name = ""]) => ({
        name,
        file: `${join(dirname(entry), String(path))}.d.ts`,
      })),
  );
  const own = Array.from(text.matchAll(/^export declare function (\w+)/gm), ([, name = ""]) => ({ name, file: entry }));
  return [...passedOn, ...own];
}

/**
 * Renders declarations in the order of their names, without comments.
 *
 * @param {readonly { name: string, file: string }[]} found
 */
async function render(found) {
  const signatures = await Promise.all(found.map(({ file, name }) => signatureOf(file, name)));
  return signatures.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)).join("\n\n");
}

/**
 * @param {string} file
 * @param {string} name
 */
async function signatureOf(file, name) {
  const text = (await readFile(file, "utf8")).replace(/^\s*\/\*\*[\s\S]*?\*\/\n?/gm, "").replace(/^\s*\/\/.*\n/gm, "");
  const declarations = Array.from(text.matchAll(DECLARATION)).filter(([, declared]) => declared === name);
  // A schema and its type have one name: the type says more.
  const [declaration] = declarations.find(([code]) => !/\bconst\b/.test(code.slice(0, 24))) ?? declarations[0] ?? [];
  if (declaration === undefined) {
    const exported = Array.from(text.matchAll(/export (?:type )?\{([^}]*)\} from "(.+)\.js"/g));
    const path = exported.find(([, names]) => new RegExp(`\\b${name}\\b`).test(names ?? ""))?.[2];
    if (path === undefined) throw new Error(`${file} doesn't declare ${name}`);
    return signatureOf(`${join(dirname(file), path)}.d.ts`, name);
  }
  return declaration
    .replace(/^export |declare /g, "")
    .replace(/^\s*#private;\n/m, "")
    .trim();
}

/** @param {string} signature */
function keyOf(signature) {
  return (/\b(?:class|interface|type|function|const) (\w+)/.exec(signature)?.[1] ?? "").toLowerCase();
}

/** The command that writes docs/client-api.md. */
export const API_COMMAND = "npm run build:client && node scripts/client-api.mjs";

/**
 * @param {URL} types folder of the package's declarations
 */
export async function renderApiPage(types) {
  const folder = fileURLToPath(types);
  const client = [
    ...(await exportsOf(join(folder, "client/index.d.ts"))),
    { name: "fileStorage", file: join(folder, "client/node/file-storage.d.ts") },
  ];
  return `# Signatures of the client library

Everything that \`@parley-chat/client\` exports, written by \`${API_COMMAND}\` and compared by a test. [The client library](client.md) explains
it, and your editor shows the comments. \`fileStorage\` is in \`@parley-chat/client/node\`. A type that is \`v.InferOutput<typeof X>\` has the fields that
[the protocol](../src/protocol/PROTOCOL.md) gives to X.

\`\`\`typescript
${await render(client)}
\`\`\`

## \`@parley-chat/client/react\`

\`\`\`typescript
${await render(await exportsOf(join(folder, "react/index.d.ts")))}
\`\`\`

## \`@parley-chat/client/embed\`

\`\`\`typescript
${await render(await exportsOf(join(folder, "embed/index.d.ts")))}
\`\`\`
`;
}
