// `npm run test:wordpress`: the plugin of integrations/wordpress in a real WordPress, with a real room and a browser. It
// needs Debian's packages `wordpress`, `mariadb-server`, `php-cli` and `php-mysql`, and ends everything that it started.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { startDevServer } from "../support/dev-server.ts";
import { freePort } from "../support/loopback.ts";
import { type Site, startSite, USERS } from "./site.ts";

/** Longer than the 32 bytes that the room demands. */
const SECRET = "a secret that only this test and its room know";
const ROOM = "garden";
const WITHIN_MS = 60_000;

/** Opens the page with the shortcode, and returns the frame of the room in it. */
async function openRoom(page: Page, site: Site, path = site.page): Promise<FrameLocator> {
  await page.goto(`${site.origin}${path}`);
  const element = page.locator("parley-chat");
  await element.scrollIntoViewIfNeeded();
  assert.equal(await element.getAttribute("room"), ROOM);
  return element.frameLocator("iframe");
}

async function signIn(context: BrowserContext, site: Site, user: keyof typeof USERS): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site.origin}/wp-login.php`);
  await page.locator("#user_login").fill(user);
  await page.locator("#user_pass").fill(USERS[user].password);
  await page.locator("#wp-submit").click();
  await page.waitForURL(`${site.origin}/wp-admin/**`);
  return page;
}

const scratch = await mkdtemp(join(tmpdir(), "parley-wordpress-"));
const closing: (() => Promise<unknown>)[] = [() => rm(scratch, { recursive: true, force: true, maxRetries: 3 })];
try {
  const [sitePort, roomPort] = [await freePort(), await freePort()];
  const siteOrigin = `http://127.0.0.1:${sitePort}`;
  const roomOrigin = `http://localhost:${roomPort}`;
  const room = await startDevServer({
    port: roomPort,
    vars: {
      EMBED_ORIGINS: siteOrigin,
      JWT_ISSUER: siteOrigin,
      JWT_AUDIENCE: roomOrigin,
      JWT_SECRET: SECRET,
    },
  });
  closing.push(room.stop);
  const site = await startSite({ scratch, port: sitePort, room: ROOM });
  closing.push(site.stop);
  const browser = await launchBrowser();
  closing.push(() => browser.close());
  const open = async () => {
    const context = await browser.newContext({ locale: "en-GB" });
    context.setDefaultTimeout(WITHIN_MS);
    return context;
  };

  const admins = await open();
  const admin = await signIn(admins, site, "olga");
  await admin.goto(`${site.origin}/wp-admin/options-general.php?page=parley-chat`);
  await admin.locator("#parley-chat-server").fill("http://chat.example.org");
  await admin.locator("#submit").click();
  await admin.getByText("The server is an address such as https://chat.example.org.").waitFor();
  await admin.locator("#parley-chat-server").fill(`${roomOrigin}/r/lobby`);
  await admin.locator("#parley-chat-secret").fill(SECRET);
  await admin.locator("#submit").click();
  await admin.getByText("Settings saved.").waitFor();
  assert.equal(await admin.locator("#parley-chat-server").inputValue(), roomOrigin);
  assert.equal(await admin.locator("#parley-chat-secret").inputValue(), "");
  assert.ok((await admin.locator("pre").textContent())?.includes(`JWT_AUDIENCE = "${roomOrigin}"`));
  report("✓ the settings page stores what is valid, refuses what is not, and shows no secret in its field");

  const visitors = await open();
  const visitor = await visitors.newPage();
  const guestFrame = await openRoom(visitor, site);
  await guestFrame.getByRole("button", { name: "Join" }).click();
  const name = guestFrame.getByLabel("Display name");
  await name.fill("Visitor");
  await name.press("Enter");
  await say(guestFrame, "hello from a visitor");
  assert.equal(await visitor.locator("parley-chat").getAttribute("data-token-url"), null);
  report("✓ the shortcode shows the room, and a visitor is a guest in it");

  const editors = await open();
  const editor = await signIn(editors, site, "emma");
  const editorFrame = await openRoom(editor, site);
  await say(editorFrame, "hello from an editor");
  const heard = messagesOf(guestFrame, "hello from an editor");
  await heard.waitFor();
  assert.equal(await heard.locator(".name").textContent(), USERS.emma.name);
  for (const kind of ["signedIn", "moderator"]) await heard.locator(`.badge[data-kind="${kind}"]`).waitFor();
  assert.equal(await messagesOf(guestFrame, "hello from a visitor").locator(".badge").count(), 0);
  report("✓ a signed-in user enters under their own name, with the badge");

  const mayModerate = async (page: Page) => {
    const authorization = `Bearer ${(await fetchToken(page)).token}`;
    const response = await fetch(`${roomOrigin}/api/rooms/${ROOM}/moderation?what=bans`, {
      headers: { authorization },
    });
    return response.status === 200;
  };
  assert.equal(await mayModerate(editor), true);
  const subscriber = await signIn(await open(), site, "sam");
  await openRoom(subscriber, site);
  assert.equal(await mayModerate(subscriber), false);
  report("✓ roles of the site become roles of the chat");

  const anonymous = await visitors.request.get(`${site.origin}/?rest_route=/parley-chat/v1/token`);
  assert.equal(anonymous.status(), 401);
  assert.equal((await fetchToken(editor)).cacheControl, "no-store");
  const withoutNonce = await editors.request.get(`${site.origin}/?rest_route=/parley-chat/v1/token`);
  assert.equal(withoutNonce.status(), 401);
  report("✓ nobody gets a token without a session and its nonce");

  const reader = await (await open()).newPage();
  await openRoom(reader, site, site.blockPage);
  assert.equal(await reader.locator("parley-chat").getAttribute("theme"), "dark");
  report("✓ the block shows the room");

  await visitor.goto(`${site.origin}${site.hostilePage}`);
  assert.equal(await visitor.locator("parley-chat").getAttribute("style"), "height: 32rem");
  assert.equal(await visitor.locator("[onmouseover]").count(), 0);
  report("✓ a hostile shortcode stays within its element");

  assert.deepEqual(await site.complaints(), []);
  assert.equal(await site.uninstall(), "gone");
  report("✓ PHP has nothing to complain about, and uninstalling leaves nothing");
} finally {
  for (const close of closing.toReversed()) await close();
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The group of messages of one person that has this text. */
function messagesOf(frame: FrameLocator, text: string): Locator {
  return frame.locator(".messages", { hasText: text });
}

async function say(frame: FrameLocator, text: string): Promise<void> {
  const field = frame.locator("#composer-text");
  await field.fill(text);
  await field.press("Enter");
  await messagesOf(frame, text).waitFor();
}

/** Fetches a token as the page of a signed-in user does. */
function fetchToken(page: Page): Promise<{ readonly token: string; readonly cacheControl: string | null }> {
  return page.evaluate(async () => {
    const { tokenNonce = "", tokenUrl = "" } = document.querySelector<HTMLElement>("parley-chat")?.dataset ?? {};
    const response = await fetch(tokenUrl, { headers: { "X-WP-Nonce": tokenNonce } });
    const { token } = await response.json();
    return { token, cacheControl: response.headers.get("cache-control") };
  });
}
