import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { letIn, message, playRoom } from "../e2e/fake-room.ts";
import { launchBrowser } from "../support/browser.ts";
import { installPackage, root, run } from "./install.ts";

const PACKAGES = [
  "react",
  "react-dom",
  "scheduler",
  "csstype",
  "@types/react",
  "@types/react-dom",
  "@types/node",
  "undici-types",
];

/** The addresses at which the application and the chat seem to be. */
const SITE = "https://site.test";
const CHAT = "https://chat.test";

/** The chat's frame: answers a host as docs/embedding.md says. */
const FRAME = `<!doctype html><script>
  const tell = (message) => parent.postMessage({ parley: 1, ...message }, "${SITE}");
  addEventListener("message", ({ data }) => {
    if (data.type === "hello") {
      tell({ type: "ready", room: "garden", trusted: true });
      tell({ type: "tokenNeeded", id: 1, retry: false });
    }
    if (data.type === "token") tell({ type: "error", code: "token-was-" + data.token.replace(" ", "-"), message: "" });
    if (data.type === "options") document.title = data.options.theme + " " + data.options.compact;
    if (data.type === "options" && data.options.theme === "dark" && data.options.compact) {
      tell({ type: "unread", count: 3 });
      tell({ type: "message", message: { seq: 1, at: 1, uid: "b", username: "Ben", text: "Hi", own: false } });
    }
    if (data.type === "send") tell({ type: "sent", id: data.id, seq: 7 });
  });
  tell({ type: "loaded" });
</script>`;

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

let project: string;
let browser: Browser;

beforeAll(async () => {
  project = await installPackage();
  await cp(join(root, "test/package/react"), project, { recursive: true });
  for (const name of PACKAGES) {
    await mkdir(dirname(join(project, "node_modules", name)), { recursive: true });
    await symlink(join(root, "node_modules", name), join(project, "node_modules", name), "junction");
  }
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await rm(project, { recursive: true, force: true });
});

/** Runs a tool of this project. Only a development build of React mounts twice under StrictMode. */
const node = (script: string, ...args: string[]) =>
  run(process.execPath, [join(root, "node_modules", script), ...args], project, { NODE_ENV: "development" });

/** What the pages have logged as errors, such as a difference between the server's page and the browser's. */
let errors: string[] = [];

afterEach(() => {
  const found = errors;
  errors = [];
  expect(found).toEqual([]);
});

describe("an application in React", () => {
  it("compiles with every check of the compiler", async () => {
    expect(await node("typescript/bin/tsc", "-p", ".")).toBe("");
  });

  it("is written in the documentation as it is", async () => {
    const page = await readFile(join(root, "docs/client.md"), "utf8");
    const examples = Array.from(page.matchAll(/```tsx\n(.*?)```/gs), ([, code]) => String(code));
    expect(examples).toHaveLength(2);
    const names = examples.map((_, index) => `example-${index}.tsx`);
    await Promise.all(examples.map((code, index) => writeFile(join(project, String(names[index])), code)));
    await writeFile(
      join(project, "tsconfig.examples.json"),
      JSON.stringify({ extends: "./tsconfig.json", files: names }),
    );
    expect(await node("typescript/bin/tsc", "-p", "tsconfig.examples.json")).toBe("");
  });

  it("is rendered by a server without a room, and its frame as the tag alone", async () => {
    const page = await renderedByServer();
    expect(page).toContain("<output>no room yet</output>");
    expect(page).toMatch(/<parley-chat [^>]*server="https:\/\/chat\.test"[^>]*><\/parley-chat>/);
    expect(page).not.toContain("iframe");
  });

  it("joins once under StrictMode, shows what is said, sends, and leaves when it unmounts", async () => {
    const heard: string[] = [];
    const page = await openApplication(async (page) => {
      await playRoom(
        page,
        (socket) => {
          heard.push(`${socket.hello.type} ${socket.hello.username}`);
          letIn(socket, [message(1, "Good morning!")]);
        },
        (command, socket) => {
          heard.push(`${command.type} ${command.message} ${command.color}`);
          socket.say({ ...command, seq: 2, at: 1, uid: "ada", username: "Ada" });
        },
      );
    });
    await page.getByRole("status").getByText("online").waitFor();
    await page.getByText("Ben: Good morning!").waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Ada: Hello!").waitFor();
    expect(heard).toEqual(["hello Ada", "message Hello! red"]);
    await page.getByRole("button", { name: "Leave" }).click();
    await expect.poll(() => page.evaluate("room.state.status.state")).toBe("closed");
  });

  it("gives the element its attributes and token, and hears its events", async () => {
    const page = await openApplication((page) => playRoom(page, (socket) => letIn(socket, [])));
    await page.getByText("ready in garden, trusted").waitFor();
    await page.getByText("error token-was-a-token").waitFor();
    const chat = page.locator("parley-chat");
    expect(await chat.getAttribute("readonly")).not.toBe(null);
    expect(await chat.getAttribute("compact")).toBe(null);
    expect(await chat.getAttribute("class")).toBe("chat");
    await page.getByRole("button", { name: "Dark" }).click();
    await page.getByText("3 unread").waitFor();
    await page.getByText("Ben: Hi").waitFor();
    await page.getByRole("button", { name: "Send into the frame" }).click();
    await page.getByText("sent as 7").waitFor();
    // The function is another one in each render, and the room has asked once.
    await page.getByText("token called 1 times").waitFor();
    await page.getByText("loading in round 0").waitFor();
  });

  it("hears of the first status of an element that loads before React's effects, and asks again for another user", async () => {
    const page = await openApplication((page) => playRoom(page, (socket) => letIn(socket, [])));
    await page.getByText("token called 1 times").waitFor();
    await page.getByRole("button", { name: "Another user" }).click();
    await page.getByText("loading in round 1").waitFor();
    await page.getByText("token called 2 times").waitFor();
  });
});

async function renderedByServer(): Promise<string> {
  await node("vite/bin/vite.js", "build", "--ssr", "server.tsx", "--outDir", "server", "--logLevel", "error");
  return run(process.execPath, ["server/server.js"], project, { NODE_ENV: "development" });
}

/** Builds the application, renders it as a server would, and opens it in a browser. */
async function openApplication(prepare: (page: Page) => Promise<void>): Promise<Page> {
  const page = await browser.newPage();
  page.on("console", (line) => {
    if (line.type() === "error") errors.push(`${line.text()} ${line.location().url}`);
  });
  page.on("pageerror", (error) => errors.push(error.message));
  await writeFile(
    join(project, "index.html"),
    `<!doctype html><div id="root">${await renderedByServer()}</div><script type="module" src="/browser.tsx"></script>`,
  );
  await node("vite/bin/vite.js", "build", "--outDir", "site", "--logLevel", "error");
  await page.route(`${SITE}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = pathname === "/" ? "/index.html" : pathname;
    await route.fulfill({ body: await readFile(join(project, "site", file)), contentType: TYPES[extname(file)] ?? "" });
  });
  await page.route(`${CHAT}/**`, (route) => route.fulfill({ body: FRAME, contentType: "text/html" }));
  await prepare(page);
  await page.goto(`${SITE}/`);
  return page;
}
