import type { Page } from "playwright-core";
import { letIn, message, playRoom } from "./fake-room.ts";
import { FILE_STATES } from "./file-states.ts";
import { Guest } from "./guest.ts";
import { OPERATOR_STATES } from "./operator-states.ts";
import { SEARCH_STATES } from "./search-states.ts";
import {
  chooseForMe,
  composer,
  freshRoom,
  leave,
  namePrompt,
  say,
  sees,
  status,
  untilLazyPart,
  type VisitOptions,
  type Visitors,
} from "./visitors.ts";

/** Brings a page into a state. */
type Reach = (visitors: Visitors, options: VisitOptions) => Promise<Page>;

/** Every state of the page and how to reach it, for tests that cover all states, and for the gallery. */
export const STATES: { readonly [name: string]: Reach } = {
  "the join page of a link": async (visitors, options) => {
    const page = await visitors.visit({ ...options, path: `/r/${freshRoom()}#invite=secret` });
    await page.getByLabel("Display name").waitFor();
    return page;
  },
  "a room that a newcomer reads": async (visitors, options) => {
    const room = freshRoom();
    const ada = await Guest.enter(room, "Ada", visitors.origin);
    await ada.says("Anyone awake?");
    const page = await visitors.visit({ ...options, path: `/r/${room}` });
    await sees(page, "Anyone awake?");
    return page;
  },
  "a first message that waits for a name": async (visitors, options) => {
    const page = await visitors.visit({ ...options, path: `/r/${freshRoom()}` });
    await status(page, "Connected");
    await say(page, "I am awake.");
    await namePrompt(page).waitFor();
    return page;
  },
  "a rejected name": async (visitors, options) => {
    const page = await visitors.visit({ ...options, path: `/r/${freshRoom()}` });
    await page.getByRole("button", { name: "Join" }).click();
    await namePrompt(page).getByRole("button", { name: "Join" }).click();
    await page.getByRole("alert").getByText("Enter a name.").waitFor();
    return page;
  },
  "a name that is taken": async (visitors, options) => {
    const room = freshRoom();
    const ada = await Guest.enter(room, "Ada", visitors.origin);
    const page = await visitors.visit({ ...options, path: `/r/${room}` });
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByLabel("Display name").fill("Ada");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("That name is taken. Try another.").waitFor();
    ada.close();
    return page;
  },
  "an empty room": (visitors, options) => visitors.enter(freshRoom(), "Ada Lovelace", options),
  "a room with messages": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "x".repeat(32), options);
    const ben = await visitors.enter(room, "Ben");
    await say(page, `A long address: https://example.org/${"long/".repeat(60)}`);
    await say(ben, "\u0645\u0631\u062d\u0628\u0627");
    await sees(page, "\u0645\u0631\u062d\u0628\u0627");
    return page;
  },
  "a room with messages in every state": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "Ada", options);
    const mei = await Guest.enter(room, "Mei", visitors.origin);
    // One line on a wide page, several on a narrow one: axe cannot always judge the background of several lines.
    await say(page, `A long one, ${"on and ".repeat(11)}on`);
    const first = (await mei.told(({ type }) => type === "message")).seq;
    const answer = await mei.says("An answer", { replyTo: first });
    await mei.does({ type: "edit", target: answer, message: "A better answer" });
    for (const emoji of ["👍", "🎉", "❤️", "👀", "🚀", "😀", "🌍", "☕"]) {
      await mei.does({ type: "reaction", target: answer, emoji, on: true });
    }
    await page.getByRole("button", { name: "👍 1" }).click();
    await mei.does({ type: "delete", target: await mei.says("Never mind") });
    const { uid } = await mei.told(({ seq, type }) => type === "message" && seq === first);
    await mei.says("@Ada, look at **this**: `npm start`", { mentions: [{ uid, username: "Ada" }] });
    await mei.does({ type: "rename", username: "Mei-Lin" });
    mei.types();
    await page.getByText("is typing").waitFor();
    await page.getByRole("button", { name: "👍 2" }).waitFor();
    await page.getByText("Message deleted").waitFor();
    mei.close();
    return page;
  },
  "the menu of a message": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "Mine");
    await sees(page, "Mine");
    await page.locator(".message").first().focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).waitFor();
    return page;
  },
  ...SEARCH_STATES,
  ...OPERATOR_STATES,
  "a delete to confirm": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "Mine");
    await sees(page, "Mine");
    await page.locator(".message").first().focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog", { name: "Delete this message?" }).waitFor();
    return page;
  },
  ...FILE_STATES,
  "the emoji picker": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await page.getByRole("button", { name: "Add emoji" }).click();
    await page.getByRole("dialog", { name: "Add emoji" }).getByRole("gridcell").first().waitFor();
    return page;
  },
  "suggested users in a reply": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "Ada", options);
    const guests = await Promise.all(
      ["Ben", "Béatrice", "x".repeat(32)].map((name) => Guest.enter(room, name, visitors.origin)),
    );
    await guests[0]?.says(`A question, ${"on and ".repeat(40)}on?`);
    await page.locator(".message").first().focus();
    await page.getByRole("button", { name: "Reply" }).click();
    await page.getByText("Replying to Ben").waitFor();
    await page.getByRole("button", { name: "4 online" }).waitFor();
    await page.keyboard.type("Ask @");
    await page.getByRole("option").nth(2).waitFor();
    for (const guest of guests) guest.close();
    return page;
  },
  "suggested emoji in an edit": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "Mine");
    await sees(page, "Mine");
    await page.keyboard.press("ArrowUp");
    await page.getByText("Editing message").waitFor();
    await page.keyboard.type(" :smil");
    await page.getByRole("option").first().waitFor();
    return page;
  },
  "the member list": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "x".repeat(32), options);
    await page.getByRole("complementary", { name: "People" }).getByText("xxx").waitFor();
    return page;
  },
  "the member list on a narrow page": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "x".repeat(32), {
      ...options,
      viewport: { width: 390, height: 844 },
    });
    await page.getByRole("button", { name: "1 online" }).click();
    await page.getByRole("dialog", { name: "People" }).waitFor();
    return page;
  },
  "many joins at once": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", {
      ...options,
      prepare: (page) =>
        playRoom(page, (socket) => {
          letIn(socket, []);
          const joined = ["Ben", "Cleo", "Dan", "Eve"].map((name) => ({ uid: name, username: name, role: "guest" }));
          socket.say({ type: "presence", joined, left: [], count: 5 });
        }),
    });
    await page.getByText("4 people joined").click();
    await page.getByText("Ben, Cleo, Dan and Eve joined").waitFor();
    return page;
  },
  "the room menu": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "Ada", options);
    // A room counts as recent once the page's later parts are there.
    await page.waitForFunction((name) => localStorage.getItem("parley.rooms")?.includes(name), room);
    await page.goto(new URL(`/r/${"long-".repeat(5)}${freshRoom()}`, page.url()).href);
    await status(page, "Connected");
    await page.getByRole("button", { name: /, Rooms$/ }).click();
    await page.getByRole("link", { name: `#${room}` }).waitFor();
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByText("Enter a room name.").waitFor();
    return page;
  },
  "the settings": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("dialog", { name: "Settings" }).waitFor();
    return page;
  },
  "rejected messages in a room with older ones": async (visitors, options) => {
    const messages = [message(1, "one"), message(2, "two")];
    const page = await visitors.enter(freshRoom(), "Ada", {
      ...options,
      prepare: async (page) => {
        await playRoom(
          page,
          (socket) => {
            letIn(socket, messages, { oldest: 0 });
          },
          ({ id }, socket) => socket.say({ type: "error", code: "message_too_long", message: "…", id }),
        );
        await page.route("**/api/rooms/**", (route) => route.fulfill({ json: { error: "not now" } }));
      },
    });
    await say(page, "refused");
    await page.getByText("Couldn’t send.").waitFor();
    await page.getByText("Couldn’t load older messages. Try again.").waitFor();
    await page.getByRole("button", { name: "Load older messages" }).waitFor();
    return page;
  },
  "the user's menu": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "x".repeat(32), options);
    await page.getByRole("button", { name: / – profile$/ }).click();
    await page.getByRole("menuitem", { name: "Leave room" }).waitFor();
    return page;
  },
  "leaving to confirm": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await chooseForMe(page, "Leave room");
    await page.getByRole("dialog").waitFor();
    return page;
  },
  "an owner's link": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "Ada", { ...options, path: `/r/${room}#claim=${"x".repeat(40)}` });
    await page.getByRole("dialog").waitFor();
    return page;
  },
  "the sheet of a message": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Olga", {
      ...options,
      prepare: (page) => playRoom(page, (socket) => letIn(socket, MODERATED, AS_MODERATOR)),
    });
    await page.getByText("Hidden – visible only").waitFor();
    await untilLazyPart(page);
    await page.locator("#m3").dispatchEvent("pointerdown", { pointerType: "touch", isPrimary: true });
    await page.getByRole("dialog", { name: "Message actions" }).getByRole("menuitem").first().waitFor();
    return page;
  },
  "the rename form": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await chooseForMe(page, "Change your name");
    await page.getByRole("dialog").waitFor();
    return page;
  },
  "a message that is too long": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "x".repeat(4_001));
    await page.locator(".remaining").getByText("1 over the limit").waitFor();
    return page;
  },
  "a room with pins, badges, a hidden message and a moderator's menu": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Olga", {
      ...options,
      prepare: (page) => playRoom(page, (socket) => letIn(socket, MODERATED, AS_MODERATOR)),
    });
    await page.getByRole("article").filter({ hasText: "hidden one" }).focus();
    await page.getByText("Hidden – visible only").waitFor();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Ban…" }).waitFor();
    return page;
  },
  "a ban to confirm": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Olga", {
      ...options,
      prepare: (page) => playRoom(page, (socket) => letIn(socket, MODERATED, AS_MODERATOR)),
    });
    await page.getByRole("article").filter({ hasText: "hidden one" }).focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Ban…" }).click();
    await page.getByRole("dialog", { name: "Ban Ben?" }).waitFor();
    return page;
  },
  "the report form": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", {
      ...options,
      prepare: (page) => playRoom(page, (socket) => letIn(socket, [message(1, "not nice")])),
    });
    await page.getByRole("article").filter({ hasText: "not nice" }).focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Report…" }).click();
    await page.getByRole("dialog", { name: "Report this message" }).waitFor();
    return page;
  },
  ...panelStates(),
  "suggested commands": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Olga", {
      ...options,
      prepare: (page) => playRoom(page, (socket) => letIn(socket, MODERATED, AS_MODERATOR)),
    });
    await composer(page).pressSequentially("/");
    await page.getByRole("option").first().waitFor();
    return page;
  },
  "the list of commands": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Olga", {
      ...options,
      prepare: (page) => playRoom(page, (socket) => letIn(socket, MODERATED, AS_MODERATOR)),
    });
    await say(page, "/help");
    await page.getByRole("dialog", { name: "Commands" }).waitFor();
    return page;
  },
  "an unknown command": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "/dance");
    await page.getByText("Unknown command /dance.").waitFor();
    return page;
  },
  "a muted user": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", {
      ...options,
      prepare: (page) => playRoom(page, (socket) => letIn(socket, [], { mutedUntil: Date.now() + 3_600_000 })),
    });
    await page.getByText(/^You’re muted until/).waitFor();
    return page;
  },
  "a locked room in slow mode": async (visitors, options) => {
    const settings = { read: "everyone", write: "moderators", slowMode: 30 };
    const page = await visitors.enter(freshRoom(), "Ada", {
      ...options,
      prepare: (page) => playRoom(page, (socket) => letIn(socket, [], { settings })),
    });
    await page.getByText("Only moderators can post right now.").waitFor();
    return page;
  },
  "a user waiting in slow mode": async (visitors, options) => {
    const settings = { read: "everyone", write: "everyone", slowMode: 3_600 };
    const page = await visitors.enter(freshRoom(), "Ada", {
      ...options,
      prepare: (page) =>
        playRoom(
          page,
          (socket) => letIn(socket, [], { settings }),
          (command, socket) => {
            const { id = "", type } = command;
            if (type === "message") socket.say(message(1, "hello", { uid: "ada", username: "Ada", id }));
          },
        ),
    });
    await say(page, "hello");
    await page.getByRole("button", { name: /^Send (?:59:|1:00:00)/ }).waitFor();
    return page;
  },
  "a banned user": atTheDoor("banned", { retryAfter: 3_600_000 }),
  "a members-only room": atTheDoor("members_only"),
  "an invite-only room": atTheDoor("invitation_needed"),
  "an invitation that is no longer valid": atTheDoor("bad_invitation"),
  "a closed connection": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await leave(page);
    await status(page, "Disconnected");
    return page;
  },
  "a connection attempt": async (visitors, options) => {
    const page = await visitors.visit({
      ...options,
      path: `/r/${freshRoom()}`,
      name: "Ada",
      prepare: (page) => page.routeWebSocket(/\/ws\//, (socket) => void socket.close({ code: 1012 })),
    });
    await status(page, "Reconnecting…");
    await say(page, "waiting");
    return page;
  },
  "an invalid room name": async (visitors, options) => {
    const page = await visitors.visit({ ...options, path: "/r/-" });
    await page.getByRole("link").waitFor();
    return page;
  },
  "a page that does not exist": (visitors, options) => visitors.visit({ ...options, path: "/404" }),
};

/** A room as a moderator sees it (P9.4). */
const AS_MODERATOR = {
  role: "owner",
  reports: 2,
  members: [
    { uid: "ada", username: "Olga", role: "owner" },
    // On another host, which is never contacted.
    { uid: "ben", username: "Ben", role: "guest", avatar: "https://example.org/ben.png" },
    { uid: "mei", username: "Mei", role: "moderator", signedIn: true, avatar: "/icon.svg" },
  ],
  count: 3,
  pinned: [message(1, "Read this first, please"), message(2, "A second one")],
};
const MODERATED = [
  message(1, "Read this first, please"),
  message(2, "A second one", { uid: "mei", username: "Mei", signedIn: true }),
  message(3, "hidden one", { hidden: true }),
];

const DAY_MS = 24 * 60 * 60 * 1_000;
const NOTED = { entry: 7, at: 1_800_000_000_000, by: "ada" };
/** The room's moderation lists for the panel, by list. */
const LISTS: Readonly<Record<string, readonly object[]>> = {
  reports: [
    { report: 2, at: NOTED.at, by: "mei", target: 3, reason: "x".repeat(200), message: message(3, "not nice") },
    { report: 1, at: NOTED.at, by: "mei", target: 9 },
  ],
  muted: [{ ...NOTED, uid: "ben", username: "Ben", mutedUntil: NOTED.at + DAY_MS, shadowed: true }],
  bans: [{ ...NOTED, uid: "eve", username: "Eve", address: true, reason: "spam" }],
  words: [{ reject: ["cabbage*"], hide: ["turnip"] }],
  invitations: [{ ...NOTED, id: "i1", uses: 10, used: 3, until: NOTED.at + DAY_MS }],
  audit: [
    { ...NOTED, username: "Olga", action: "ban", details: { uid: "eve", username: "Eve" } },
    {
      ...NOTED,
      entry: 6,
      username: "Olga",
      action: "role",
      details: { uid: "mei", username: "Mei", role: "moderator" },
    },
    { ...NOTED, entry: 6, username: "Olga", action: "addBot", details: { uid: "bot-1", username: "Weather" } },
    { ...NOTED, entry: 5, username: "", action: "from the future", details: {} },
  ],
};

const BOT = { id: "bot-1", name: "Weather", at: NOTED.at, by: "ada", scopes: ["read", "write", "moderate"] };
const HOOK = { kind: "incoming", id: "bot-2", name: "x".repeat(32), at: NOTED.at, by: "ada", usedAt: NOTED.at };
const OUTGOING = { kind: "outgoing", id: "bot-3", url: "https://example.org/parley", events: ["message"], state: "on" };
/** What the server says of bots and webhooks, by path. */
const PROGRAMS = {
  bots: { bots: [BOT], made: { ...BOT, token: `bot_${"x".repeat(43)}` } },
  hooks: { hooks: [HOOK, OUTGOING], made: { ...HOOK, url: `https://chat.example/hooks/test/${"x".repeat(43)}` } },
};

/** The moderators' panel, one state per tab. */
function panelStates(): Readonly<Record<string, Reach>> {
  const parts = ["Reports", "Access", "Invites", "Muted and banned", "Blocked words", "Webhooks", "Bots", "Audit log"];
  return Object.fromEntries(
    parts.map((part): [string, Reach] => [
      `the moderators' panel: ${part}`,
      async (visitors, options) => {
        const page = await visitors.enter(freshRoom(), "Olga", {
          ...options,
          prepare: async (page) => {
            await playRoom(
              page,
              (socket) => letIn(socket, MODERATED, AS_MODERATOR),
              ({ id, type, what }, socket) => {
                if (type === "list") socket.say({ type: "list", id, what, items: LISTS[String(what)] ?? [] });
              },
            );
            for (const [path, { made, ...listed }] of Object.entries(PROGRAMS)) {
              await page.route(`**/api/rooms/*/${path}`, (route) =>
                route.fulfill({ json: route.request().method() === "POST" ? made : listed }),
              );
            }
          },
        });
        await page.getByRole("button", { name: "Moderation, 2 reports" }).click();
        const dialog = page.getByRole("dialog", { name: "Moderation" });
        await dialog.getByRole("tab", { name: part }).click();
        const panel = dialog.getByRole("tabpanel", { name: part });
        await panel.locator("li, select, textarea").first().waitFor();
        const make = panel.getByRole("button", { name: /^Create (?:bot|webhook)$/ });
        if (await make.isVisible()) {
          await panel.getByLabel("Name").fill("Weather");
          await make.click();
          await panel.getByRole("button", { name: /^Copy (?:token|URL)$/ }).waitFor();
        }
        return page;
      },
    ]),
  );
}

/** A room that rejects the user. */
function atTheDoor(code: string, fields: object = {}): Reach {
  return async (visitors, options) => {
    const page = await visitors.visit({
      ...options,
      path: `/r/${freshRoom()}`,
      prepare: (page) =>
        playRoom(page, (socket) => {
          socket.say({ type: "error", code, message: "…", ...fields });
          void socket.close(4403);
        }),
    });
    await page.getByRole("link", { name: "Go to the lobby" }).waitFor();
    return page;
  };
}
