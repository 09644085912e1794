import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ask, isInstalled, type SampleSite, start, verifier, WITHIN_MS } from "../../support/sample-site.ts";
import { SECRET } from "../../support/site.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const doc = await readFile(join(root, "docs/signing-in.md"), "utf8");

/** Cookies of the sessions that the sites of these tests know. */
const SIGNED_IN = "PHPSESSID=zoe";
const BROKEN = "PHPSESSID=broken";

/** The sample program in the documentation for one language. */
function snippet(language: string): string {
  const blocks = [...doc.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, name]) => name === language);
  if (blocks.length !== 1) throw new Error(`docs/signing-in.md has ${blocks.length} programs in ${language}`);
  return blocks[0]?.[2] ?? "";
}

const SITES: readonly SampleSite[] = [
  {
    language: "php",
    command: "php",
    files: {
      "index.php": snippet("php"),
      sess_zoe: 'user|a:3:{s:2:"id";s:2:"42";s:4:"name";s:4:"Zoë";s:4:"role";s:9:"moderator";}',
    },
    args: (port, folder) => ["-d", `session.save_path=${folder}`, "-S", `127.0.0.1:${port}`, "-t", folder],
    canBreak: false,
  },
  {
    language: "js",
    command: process.execPath,
    files: {
      "package.json": '{"type":"module"}',
      "site.js": snippet("js"),
      "session.js": `export async function userOf({ headers: { cookie } }) {
        if (cookie === "${BROKEN}") throw new Error("the store of sessions is down");
        return cookie === "${SIGNED_IN}" ? { id: "42", name: "Zoë", role: "moderator" } : undefined;
      }`,
    },
    args: (_port, folder) => [join(folder, "site.js")],
    canBreak: true,
  },
  {
    language: "python",
    command: "python3",
    files: {
      "site_.py": snippet("python"),
      "serve.py": `import os
from wsgiref.simple_server import make_server
from site_ import application
make_server("127.0.0.1", int(os.environ["PORT"]), application).serve_forever()`,
      "session.py": `def user_of(environ):
    cookie = environ.get("HTTP_COOKIE")
    if cookie == "${BROKEN}":
        raise OSError("the store of sessions is down")
    return {"id": "42", "name": "Zoë", "role": "moderator"} if cookie == "${SIGNED_IN}" else None`,
    },
    args: (_port, folder) => [join(folder, "serve.py")],
    canBreak: true,
  },
];

describe("docs/signing-in.md", () => {
  test.for(SITES)(
    "P8.1 the $language sample gives a signed-in user a token that the room accepts, and nobody else",
    { timeout: WITHIN_MS },
    async (site, { skip }) => {
      if (!(await isInstalled(site.command))) skip(`there is no ${site.command} on this machine to run the program`);
      const { child, url } = await start(site, SECRET);
      const expected = [[SIGNED_IN, 200], ["", 401], ...(site.canBreak ? ([[BROKEN, 500]] as const) : [])] as const;
      for (const [cookie, status] of expected) {
        const response = await ask(child, url, cookie);
        if (response === "ended") throw new Error("the site ended");
        expect(response.status).toBe(status);
        expect(response.headers.get("cache-control")).toBe("no-store");
        const verdict = await verifier.verify(await response.text(), "garden");
        expect(verdict).toMatchObject(
          status === 200 ? { ok: true, identity: { username: "Zoë", role: "moderator" } } : { ok: false },
        );
      }
    },
  );

  test.for(SITES)(
    "P8.1 the $language sample creates no token with a secret of less than 32 bytes",
    { timeout: 2 * WITHIN_MS },
    async (site, { skip }) => {
      if (!(await isInstalled(site.command))) skip(`there is no ${site.command} on this machine to run the program`);
      for (const secret of ["", SECRET.slice(1)]) {
        const { child, url } = await start(site, secret);
        const response = await ask(child, url, SIGNED_IN);
        if (response === "ended") continue;
        expect(response.status).toBe(500);
        expect(await response.text()).not.toContain(".ey");
      }
    },
  );

  test("P8.1 the client's sample takes neither an error nor a login page for a token", async () => {
    let token: () => Promise<string> = () => Promise.reject(new Error("no connect"));
    const asked: unknown[] = [];
    const answers = [new Response("a.b.c"), new Response("Sign in first.", { status: 401 })];
    const connect = (_url: string, options: { token: typeof token }) => {
      token = options.token;
    };
    const get = async (...request: unknown[]) => {
      asked.push(request);
      return answers.shift();
    };
    new Function("connect", "fetch", snippet("ts"))(connect, get);
    expect(await token()).toBe("a.b.c");
    await expect(token()).rejects.toThrow("401");
    // A redirect to a login page fails in the browser itself.
    expect(asked).toEqual(Array(2).fill(["/chat-token", { redirect: "error" }]));
  });
});
