// The pages of docs that embed a room and sign in, run as a site would run them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ask, isInstalled, type SampleSite, start, verifier, WITHIN_MS } from "../../support/sample-site.ts";
import { SECRET } from "../../support/site.ts";

/** Cookies of the sessions that the sites of these tests know. */
const SIGNED_IN = "PHPSESSID=zoe";
/** A name that would break out of its element. */
const NAME = "Zoë <b>&";

/** The one program of a page. */
async function program(page: string, language: string): Promise<string> {
  const doc = await readFile(new URL(`../../../docs/${page}.md`, import.meta.url), "utf8");
  const blocks = [...doc.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, name]) => name === language);
  if (blocks.length !== 1) throw new Error(`docs/${page}.md has ${blocks.length} programs in ${language}`);
  return blocks[0]?.[2] ?? "";
}

interface Page extends SampleSite {
  readonly page: string;
  /** Where the page fetches its token. */
  readonly token: string;
}

const PAGES: readonly Page[] = [
  {
    page: "embed-php",
    language: "php",
    command: "php",
    files: {
      "index.php": await program("embed-php", "php"),
      sess_zoe: `user|a:3:{s:2:"id";i:42;s:4:"name";s:${Buffer.byteLength(NAME)}:"${NAME}";s:4:"role";s:9:"moderator";}`,
    },
    args: (port, folder) => ["-d", `session.save_path=${folder}`, "-S", `127.0.0.1:${port}`, "-t", folder],
    canBreak: false,
    token: "?token",
  },
  {
    page: "embed-node",
    language: "js",
    command: process.execPath,
    files: {
      "package.json": '{"type":"module"}',
      "site.js": await program("embed-node", "js"),
      "session.js": `export const userOf = async ({ headers: { cookie } }) =>
        cookie === "${SIGNED_IN}" ? { id: 42, name: "${NAME}", role: "moderator" } : undefined;`,
    },
    args: (_port, folder) => [join(folder, "site.js")],
    canBreak: false,
    token: "chat-token",
  },
  {
    page: "embed-python",
    language: "python",
    command: "python3",
    files: {
      "site_.py": await program("embed-python", "python"),
      "serve.py": `import os
from wsgiref.simple_server import make_server
from site_ import application
make_server("127.0.0.1", int(os.environ["PORT"]), application).serve_forever()`,
      "session.py": `def user_of(environ):
    is_zoe = environ.get("HTTP_COOKIE") == "${SIGNED_IN}"
    return {"id": 42, "name": "${NAME}", "role": "moderator"} if is_zoe else None`,
    },
    args: (_port, folder) => [join(folder, "serve.py")],
    canBreak: false,
    token: "chat-token",
  },
];

test.for(PAGES)(
  "P8.1 the page of docs/$page.md embeds the room, and signs in the users of its site alone",
  { timeout: WITHIN_MS },
  async (page, { skip }) => {
    if (!(await isInstalled(page.command))) skip(`there is no ${page.command} on this machine to run the program`);
    const { child, url } = await start(page, SECRET);
    for (const cookie of [SIGNED_IN, ""]) {
      const shown = await ask(child, url, cookie);
      if (shown === "ended") throw new Error("the site ended");
      expect(shown.headers.get("content-type")?.toLowerCase()).toContain("text/html; charset=utf-8");
      const html = await shown.text();
      expect(html).toContain('<script type="module" src="https://chat.example.org/embed.js"></script>');
      expect(html).toContain('<parley-chat room="garden"');
      expect(html).not.toContain("<b>");
      expect(html.includes("Hello, Zoë &")).toBe(cookie === SIGNED_IN);

      // The page's own script, with an element in the place of its room.
      const [, script = ""] = /<script type="module">(.*?)<\/script>/s.exec(html) ?? [];
      const element: { token?: () => Promise<string | undefined> } = {};
      const asked: string[] = [];
      new Function("document", "fetch", script)({ querySelector: () => element }, (path: string, init: RequestInit) => {
        asked.push(path);
        return fetch(new URL(path, url), { ...init, headers: { cookie } });
      });
      const token = await element.token?.();
      expect(asked).toEqual([page.token.startsWith("?") ? page.token : `/${page.token}`]);
      if (cookie === "") expect(token).toBeUndefined();
      else {
        const identity = { username: NAME, role: "moderator" };
        expect(await verifier.verify(token ?? "", "garden")).toMatchObject({ ok: true, identity });
      }
      const answer = await fetch(new URL(page.token, url), { headers: { cookie } });
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  },
);
