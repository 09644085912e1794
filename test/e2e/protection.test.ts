import { describe, expect, test } from "vitest";
import { expectLargeTargets, expectNoSidewaysScroll, expectNoViolations } from "./accessible.ts";
import { type FakeSocket, letIn, message, playRoom } from "./fake-room.ts";
import { composer, freshRoom, log, showAs, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const MODERATOR = {
  role: "moderator",
  reports: 1,
  members: [
    { uid: "ada", username: "Olga", role: "moderator" },
    { uid: "ben", username: "Rudi", role: "guest" },
  ],
  count: 2,
};
const RUDIS = [message(1, "noise", { username: "Rudi" }), message(2, "more noise", { username: "Rudi" })];

type Said = FakeSocket["hello"];

/** Joins a room as its moderator. */
async function moderator(answer: (command: Said, socket: FakeSocket) => void, fields: object = {}) {
  const sent: Said[] = [];
  let opened: FakeSocket | undefined;
  const page = await visitors.enter(freshRoom(), "Olga", {
    prepare: (page) =>
      playRoom(
        page,
        (socket) => {
          opened = socket;
          letIn(socket, RUDIS, { ...MODERATOR, ...fields });
        },
        (command, socket) => {
          sent.push(command);
          answer(command, socket);
        },
      ),
  });
  return { page, sent, socket: () => opened as FakeSocket };
}

const done = ({ id }: Said, socket: FakeSocket, fields: object = {}) => socket.say({ type: "done", id, ...fields });

describe("protection settings", () => {
  test("P10.1 P9.22 a moderator changes several and saves them at once; only the changes are sent", async () => {
    const settings = { read: "everyone", write: "everyone", slowMode: 0, challenge: "flood", casts: "on" };
    const { page, sent } = await moderator(
      (command, socket) => {
        if (command.type === "moderate") {
          done(command, socket);
          const change = command.settings as object;
          socket.say({ type: "room", settings: { ...settings, ...change }, pinned: [], reports: 1 });
        } else if (command.type === "list") socket.say({ type: "list", id: command.id, what: command.what, items: [] });
      },
      { settings },
    );
    await page.getByRole("button", { name: "Moderation, 1 report" }).click();
    await page.getByRole("tab", { name: "Protection" }).click();
    const section = page.getByRole("tabpanel", { name: "Protection" });
    await expect.poll(() => section.getByLabel("Verify new guests").inputValue()).toBe("flood");
    await section.getByLabel("Verify new guests").selectOption("Always");
    await section.getByLabel("Apps that can’t be verified").selectOption("Read-only");
    await section.getByLabel("Read-only time for new guests").selectOption("1 minute");
    await section.getByLabel("Who can post links").selectOption("Members");
    await section
      .getByLabel("Domains everyone can link to")
      .fill("example.com\nhttps://Bücher.example/a\nnot a domain!");
    await section.getByLabel("Block shouting").check();
    await section.getByLabel("Allow app events").uncheck();
    await section.getByRole("button", { name: "Save" }).click();
    await section.getByRole("alert").getByText("“not” isn’t a valid domain.").waitFor();
    expect(sent.filter(({ type }) => type === "moderate")).toEqual([]);
    await expectNoViolations(page);
    await section.getByLabel("Domains everyone can link to").fill("example.com\nhttps://Bücher.example/a");
    await section.getByRole("button", { name: "Save" }).click();
    await page.getByRole("status").getByText("Saved").first().waitFor();
    expect(sent.find(({ type }) => type === "moderate")).toMatchObject({
      action: "settings",
      settings: {
        challenge: "always",
        plainClients: "read",
        newcomerSeconds: 60,
        links: "members",
        linkDomains: ["example.com", "xn--bcher-kva.example"],
        shouting: true,
        casts: "off",
      },
    });
    await expectNoSidewaysScroll(page);
    await expectLargeTargets(page);
  });

  test("P9.3 an error says what is wrong", async () => {
    const { page } = await moderator((command, socket) => {
      if (command.type === "moderate") socket.say({ type: "error", code: "not_allowed", message: "…", id: command.id });
      else socket.say({ type: "list", id: command.id, what: command.what, items: [] });
    });
    await page.getByRole("button", { name: "Moderation, 1 report" }).click();
    await page.getByRole("tab", { name: "Protection" }).click();
    await page.getByLabel("Block repeated messages").check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").getByText("You don’t have permission to do that.").waitFor();
  });
});

describe("a challenge at the door", () => {
  test("P10.1 P10.2 the page says that it checks the browser, solves it, and joins", async () => {
    const hellos: Said[] = [];
    const page = await visitors.visit({
      path: `/r/${freshRoom()}`,
      name: "Ada",
      prepare: (page) =>
        playRoom(page, (socket) => {
          hellos.push(socket.hello);
          if (hellos.length > 1) letIn(socket, [message(1, "hello")]);
          else {
            const challenge = { kind: "pow", salt: "salt", bits: 18 };
            socket.say({ type: "error", code: "challenge_needed", message: "…", challenge });
          }
        }),
    });
    await page.getByRole("status").getByText("Checking your browser…").waitFor();
    const top = () => composer(page).evaluate((element) => element.getBoundingClientRect().bottom);
    const before = await top();
    await page.getByRole("article").filter({ hasText: "hello" }).waitFor();
    expect(await log(page)).toEqual(["hello"]);
    expect(await page.getByText("Checking your browser…").count()).toBe(0);
    expect(await top()).toBe(before);
    expect(hellos[1]).toMatchObject({ challenge: { kind: "pow", answer: expect.stringMatching(/^salt\.\d+$/) } });
  });

  test("P10.3 Turnstile runs in a document of this site, and its answer is sent", async () => {
    const hellos: Said[] = [];
    const page = await visitors.visit({
      path: `/r/${freshRoom()}`,
      name: "Ada",
      prepare: async (page) => {
        await page.route("**/challenge", (route) =>
          route.fulfill({
            contentType: "text/html",
            body: `<!doctype html><html lang="en"><title>Turnstile</title><button>Verify</button><script>
              document.querySelector("button").onclick = () =>
                parent.postMessage({ type: "parley-challenge", answer: "passed" }, location.origin);
            </script></html>`,
          }),
        );
        await playRoom(page, (socket) => {
          hellos.push(socket.hello);
          if (hellos.length > 1) letIn(socket, []);
          else {
            const challenge = { kind: "turnstile", siteKey: "key" };
            socket.say({ type: "error", code: "challenge_needed", message: "…", challenge });
          }
        });
      },
    });
    await page.frameLocator("iframe[title=Verification]").getByRole("button", { name: "Verify" }).click();
    await page.getByText("No messages yet.").waitFor();
    expect(hellos[1]).toMatchObject({ challenge: { kind: "turnstile", answer: "passed" } });
  });

  test("P10.1 a challenge that can't be answered says so, and can be retried", async () => {
    let hellos = 0;
    const page = await visitors.visit({
      path: `/r/${freshRoom()}`,
      name: "Ada",
      prepare: (page) =>
        playRoom(page, (socket) => {
          hellos += 1;
          if (hellos > 1) letIn(socket, []);
          else socket.say({ type: "error", code: "challenge_needed", message: "…", challenge: { kind: "later" } });
        }),
    });
    await page.getByRole("heading", { name: "Couldn’t verify your browser" }).waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("No messages yet.").waitFor();
  });
});

describe("bans and mutes", () => {
  test.each([
    [{ address: true }, "Banned Rudi and their IP address"],
    [{ address: false }, "Banned Rudi. No recent IP address to ban."],
  ])("P9.13 a ban of the address that answers %o says so", async (fields, text) => {
    const { page, sent } = await moderator((command, socket) => done(command, socket, fields));
    await page.getByRole("article").last().focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Ban…" }).click();
    await page.getByLabel("Also ban IP address").check();
    await page.getByRole("button", { name: "Ban", exact: true }).click();
    await page.getByRole("status").getByText(text).waitFor();
    expect(sent.find(({ type }) => type === "moderate")).toMatchObject({ action: "ban", uid: "ben", address: true });
  });

  test("P9.13 a mute can include the address, and says whether there was one", async () => {
    const { page, sent } = await moderator((command, socket) => done(command, socket, { address: true }));
    await page.getByRole("article").last().focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Mute", exact: true }).click();
    await page.getByRole("menuitem", { name: "Other duration…" }).click();
    await page.getByLabel("Duration").selectOption("1 hour");
    await page.getByLabel("Also mute IP address").check();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Mute", exact: true }).click();
    await page.getByRole("status").getByText("Muted Rudi and their IP address for 1 hour").waitFor();
    expect(sent.find(({ type }) => type === "moderate")).toMatchObject({
      action: "mute",
      for: 3_600_000,
      address: true,
    });
  });
});

describe("reports", () => {
  const REPORT = {
    report: 1,
    at: 1_800_000_000_000,
    by: "mei",
    target: 1,
    count: 7,
    reasons: [
      { uid: "mei", username: "Mei", at: 1, reason: "rude" },
      { uid: "eve", username: "Eve", at: 2 },
    ],
    evidence: { uid: "ben", username: "Rudi the Rude", message: "what I said first", at: 1 },
    message: message(1, "noise", { username: "Rudi" }),
  };

  test("P9.28 show what the message said when it was reported, who reported it, and lead to it", async () => {
    const { page, sent } = await moderator((command, socket) => {
      if (command.type === "list") socket.say({ type: "list", id: command.id, what: "reports", items: [REPORT] });
      else done(command, socket);
    });
    await page.getByRole("button", { name: "Moderation, 1 report" }).click();
    const reports = page.getByRole("list", { name: "Reports" });
    await reports.getByText("what I said first").waitFor();
    await reports.getByText("Rudi the Rude").waitFor();
    await reports.getByText("7 reports").waitFor();
    await reports.getByText("rude", { exact: true }).waitFor();
    await reports.getByText("and 5 more").waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await reports.getByRole("button", { name: "Resolve" }).click();
    await expect.poll(() => sent.some(({ action }) => action === "resolve")).toBe(true);
    await reports.getByRole("link", { name: "Jump to message" }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("m1");
  });

  test("P9.10 the badge follows new reports, and a hidden page notifies moderators", async () => {
    const { page, socket } = await moderator(() => {});
    await page.evaluate(() => {
      const shown: string[] = [];
      Object.assign(globalThis, {
        shown,
        Notification: class extends EventTarget {
          static readonly permission = "granted";
          static requestPermission(): Promise<string> {
            return Promise.resolve("granted");
          }
          constructor(title: string, options: NotificationOptions) {
            super();
            shown.push(`${title}: ${options.body}`);
          }
          close() {}
        },
      });
    });
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByLabel("Notify me about mentions").check();
    const settings = () => page.evaluate(() => localStorage.getItem("parley.settings"));
    await expect.poll(settings).toContain('"notifiesMentions":true');
    await page.keyboard.press("Escape");
    await showAs(page, "hidden");
    socket().say({ type: "room", settings: {}, pinned: [], reports: 3 });
    await page.getByRole("button", { name: "Moderation, 3 reports" }).waitFor();
    const shown = () => page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
    await expect.poll(shown).toEqual([expect.stringMatching(/^New report · #.*: 3 reports$/)]);
  });
});
