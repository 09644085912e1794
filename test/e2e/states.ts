import type { Page } from "playwright-core";
import { letIn, message, playRoom } from "./fake-room.ts";
import { Guest } from "./guest.ts";
import { freshRoom, say, sees, status, type VisitOptions, type Visitors } from "./visitors.ts";

/** Brings a page into a state. */
type Reach = (visitors: Visitors, options: VisitOptions) => Promise<Page>;

/** Every state that the page can be in, and how to get there: for the tests that go through all, and for the gallery. */
export const STATES: { readonly [name: string]: Reach } = {
  "the entrance": (visitors, options) => visitors.visit({ ...options, path: `/r/${freshRoom()}` }),
  "a name refused": async (visitors, options) => {
    const page = await visitors.visit({ ...options, path: `/r/${freshRoom()}` });
    await page.getByRole("button", { name: "Enter" }).click();
    await page.getByRole("alert").getByText("Please type a name.").waitFor();
    return page;
  },
  "a name that somebody else has": async (visitors, options) => {
    const room = freshRoom();
    const ada = await Guest.enter(room, "Ada", visitors.origin);
    const page = await visitors.visit({ ...options, path: `/r/${room}` });
    await page.getByLabel("Your name").fill("Ada");
    await page.getByRole("button", { name: "Enter" }).click();
    await page.getByRole("alert").getByText("Somebody else has this name.").waitFor();
    ada.close();
    return page;
  },
  "a room where nobody spoke": (visitors, options) => visitors.enter(freshRoom(), "Ada Lovelace", options),
  "a room with talk": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "x".repeat(32), options);
    const ben = await visitors.enter(room, "Ben");
    await say(page, `A long address: https://example.org/${"long/".repeat(60)}`);
    await say(ben, "\u0645\u0631\u062d\u0628\u0627");
    await sees(page, "\u0645\u0631\u062d\u0628\u0627");
    return page;
  },
  "a room with all that can become of a message": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "Ada", options);
    const mei = await Guest.enter(room, "Mei", visitors.origin);
    await say(page, `A long one, ${"on and ".repeat(40)}on`);
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
    await page.getByText("is writing").waitFor();
    await page.getByRole("button", { name: "👍 2" }).waitFor();
    await page.getByText("This message was deleted").waitFor();
    mei.close();
    return page;
  },
  "what can be done with a message": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "Mine");
    await sees(page, "Mine");
    await page.locator(".message").first().focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).waitFor();
    return page;
  },
  "a message about to be deleted": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "Mine");
    await sees(page, "Mine");
    await page.locator(".message").first().focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog", { name: "Delete this message?" }).waitFor();
    return page;
  },
  "an emoji being chosen": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await page.getByRole("button", { name: "Choose an emoji" }).click();
    await page.getByRole("dialog", { name: "Choose an emoji" }).getByRole("gridcell").first().waitFor();
    return page;
  },
  "people being suggested, in an answer": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "Ada", options);
    const guests = await Promise.all(
      ["Ben", "Béatrice", "x".repeat(32)].map((name) => Guest.enter(room, name, visitors.origin)),
    );
    await guests[0]?.says(`A question, ${"on and ".repeat(40)}on?`);
    await page.locator(".message").first().focus();
    await page.getByRole("button", { name: "Reply" }).click();
    await page.getByText("Replying to Ben").waitFor();
    await page.getByRole("button", { name: "4 here" }).waitFor();
    await page.keyboard.type("Ask @");
    await page.getByRole("option").nth(2).waitFor();
    for (const guest of guests) guest.close();
    return page;
  },
  "emoji being suggested, while editing": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "Mine");
    await sees(page, "Mine");
    await page.keyboard.press("ArrowUp");
    await page.getByText("Editing your message").waitFor();
    await page.keyboard.type(" :smil");
    await page.getByRole("option").first().waitFor();
    return page;
  },
  "who is here": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "x".repeat(32), options);
    await page.getByRole("button", { name: "1 here" }).click();
    await page.getByRole("complementary", { name: "Who is here" }).waitFor();
    return page;
  },
  "who is here, on a narrow page": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "x".repeat(32), {
      ...options,
      viewport: { width: 390, height: 844 },
    });
    await page.getByRole("button", { name: "1 here" }).click();
    await page.getByRole("dialog", { name: "Who is here" }).waitFor();
    return page;
  },
  "many who came at once": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", {
      ...options,
      prepare: (page) =>
        playRoom(page, (socket) => {
          letIn(socket, []);
          const joined = ["Ben", "Cleo", "Dan", "Eve"].map((name) => ({ uid: name, username: name, role: "guest" }));
          socket.say({ type: "presence", joined, left: [], count: 5 });
        }),
    });
    await page.getByText("4 people entered").click();
    await page.getByText("Ben, Cleo, Dan and Eve entered").waitFor();
    return page;
  },
  "the rooms": async (visitors, options) => {
    const room = freshRoom();
    const page = await visitors.enter(room, "Ada", options);
    await page.goto(new URL(`/r/${"long-".repeat(12)}`, page.url()).href);
    await status(page, "Entered");
    await page.getByRole("button", { name: /, Rooms$/ }).click();
    await page.getByRole("link", { name: `#${room}` }).waitFor();
    await page.getByRole("button", { name: "Go there" }).click();
    await page.getByText("Please type a name for the room.").waitFor();
    return page;
  },
  "the settings": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("dialog", { name: "Settings" }).waitFor();
    return page;
  },
  "messages that were refused, in a room with older ones": async (visitors, options) => {
    const messages = [message(1, "one"), message(2, "two")];
    const page = await visitors.enter(freshRoom(), "Ada", {
      ...options,
      prepare: (page) =>
        Promise.all([
          page.route("**/api/rooms/**", (route) => route.fulfill({ json: { error: "not now" } })),
          playRoom(
            page,
            (socket) => {
              letIn(socket, messages, { oldest: 0 });
            },
            ({ id }, socket) => socket.say({ type: "error", code: "message_too_long", message: "…", id }),
          ),
        ]),
    });
    await say(page, "refused");
    await page.getByText("Not sent.").waitFor();
    await page.getByText("The older messages could not be loaded. Please try again.").waitFor();
    await page.getByRole("button", { name: "Load older messages" }).waitFor();
    return page;
  },
  "the change of the name": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await page.getByRole("button", { name: "change your name" }).click();
    await page.getByRole("dialog").waitFor();
    return page;
  },
  "a message too long": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await say(page, "x".repeat(4_001));
    await page.locator(".remaining").getByText("1 too many").waitFor();
    return page;
  },
  "a connection that was left": async (visitors, options) => {
    const page = await visitors.enter(freshRoom(), "Ada", options);
    await page.getByRole("button", { name: "Leave" }).click();
    await status(page, "Disconnected");
    return page;
  },
  "a connection that is sought": async (visitors, options) => {
    const page = await visitors.visit({
      ...options,
      path: `/r/${freshRoom()}`,
      prepare: (page) => page.routeWebSocket(/\/ws\//, (socket) => void socket.close({ code: 1012 })),
    });
    await page.getByLabel("Your name").fill("Ada");
    await page.keyboard.press("Enter");
    await status(page, "Reconnecting…");
    await say(page, "waiting");
    return page;
  },
  "an address that names no room": (visitors, options) => visitors.visit({ ...options, path: "/r/-" }),
  "an address that leads nowhere": (visitors, options) => visitors.visit({ ...options, path: "/404" }),
};
