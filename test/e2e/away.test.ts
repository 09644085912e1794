import { expect, inject, onTestFinished, test } from "vitest";
import { startRelay } from "../support/relay.ts";
import { type Door, type FakeSocket, letIn, message, playRoom, putDoor, welcome } from "./fake-room.ts";
import { Guest } from "./guest.ts";
import { composer, freshRoom, log, say, sees, status, unsent, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** A connection between a page and the server that the test can cut. */
async function relay() {
  const wire = await startRelay(Number(new URL(inject("origin")).port));
  onTestFinished(() => wire.close());
  return wire;
}

test("P4.4 messages sent while a page was offline appear without a reload, once and in order", async () => {
  const room = freshRoom();
  const wire = await relay();
  const ben = await visitors.enter(room, "Ben", { origin: wire.origin });
  const guest = await Guest.enter(room, "Mei");
  onTestFinished(() => guest.close());
  const before = await guest.says("before");
  await sees(ben, "before");
  await ben.evaluate(() => {
    document.body.dataset.loaded = "once";
  });

  wire.block();
  await status(ben, "Reconnecting…");
  const while1 = await guest.says("while away 1");
  await guest.says("while away 2");
  await guest.does({ type: "edit", target: before, message: "before, edited" });
  await guest.does({ type: "delete", target: while1 });
  wire.unblock();
  await sees(ben, "while away 2");
  await guest.says("after");
  await sees(ben, "after");
  expect(await log(ben)).toEqual(["before, edited", "while away 2", "after"]);
  expect(await ben.locator(".deleted").count()).toBe(1);
  expect(await ben.evaluate(() => document.body.dataset.loaded)).toBe("once");
});

test("P4.3 messages written offline wait below the log, and are stored once and in order", async () => {
  const room = freshRoom();
  const wire = await relay();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben", { origin: wire.origin });
  // Once a message is shown, the parts of the page that load after the entrance are there.
  await say(ada, "Hello, Ben");
  await sees(ben, "Hello, Ben");
  wire.block();
  await status(ben, "Reconnecting…");
  await say(ben, "Can you hear me?");
  await say(ben, "Hello?");
  await ben.getByText("Will send when you’re back online").nth(1).waitFor();
  expect(await unsent(ben)).toEqual(["Can you hear me?", "Hello?"]);
  wire.unblock();
  await sees(ada, "Hello?");
  await sees(ben, "Hello?");
  await expect.poll(() => unsent(ben)).toEqual([]);
  // A second disconnect must not send it again.
  wire.block();
  await status(ben, "Reconnecting…");
  wire.unblock();
  await status(ben, "Connected");
  await say(ben, "And now?");
  await sees(ada, "And now?");
  await sees(ben, "And now?");
  for (const page of [ada, ben])
    expect(await log(page)).toEqual(["Hello, Ben", "Can you hear me?", "Hello?", "And now?"]);
});

test("P4.3 unsent messages survive a reload, are shown as unsent, and are sent once", async () => {
  const room = freshRoom();
  const doors: Door[] = [];
  const ada = await visitors.enter(room, "Ada", { prepare: async (page) => doors.push(await putDoor(page)) });
  const guest = await Guest.enter(room, "Mei");
  onTestFinished(() => guest.close());
  await guest.says("before");
  await sees(ada, "before");
  for (const door of doors) await door.shut();
  await status(ada, "Reconnecting…");
  await say(ada, "written in a tunnel");
  await say(ada, "and more");
  await ada.getByText("Will send when you’re back online").nth(1).waitFor();

  await ada.reload();
  await status(ada, "Reconnecting…");
  await ada.getByText("Will send when you’re back online").nth(1).waitFor();
  expect(await unsent(ada)).toEqual(["written in a tunnel", "and more"]);
  for (const door of doors) await door.open();
  await sees(ada, "and more");
  await expect.poll(() => unsent(ada)).toEqual([]);
  await guest.says("after");
  await sees(ada, "after");
  expect(await log(ada)).toEqual(["before", "written in a tunnel", "and more", "after"]);

  // Another reload does not send them again either.
  await ada.reload();
  await sees(ada, "after");
  expect(await log(ada)).toEqual(["before", "written in a tunnel", "and more", "after"]);
});

test("P3.4 a room with a different log shows that log, and nothing of the first", async () => {
  const sockets: FakeSocket[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        sockets.push(socket);
        if (sockets.length === 1) letIn(socket, [message(1, "first one"), message(2, "first two")]);
      }),
  });
  await sees(page, "first two");
  await composer(page).fill("being typed");
  await sockets[0]?.close(1012);
  await expect.poll(() => sockets.length, { timeout: 60_000 }).toBe(2);
  expect(sockets[1]?.hello).toMatchObject({ since: { epoch: "first", seq: 2 } });
  const messages = [message(1, "second one"), message(2, "first two")];
  sockets[1]?.say(
    welcome({ epoch: "second", head: 2 }),
    { type: "reset", reason: "epoch", messages },
    { type: "ready", seq: 2 },
  );
  await sees(page, "second one");
  sockets[1]?.say(message(3, "live"));
  await sees(page, "live");
  expect(await log(page)).toEqual(["second one", "first two", "live"]);
  expect(await composer(page).inputValue()).toBe("being typed");
});

test("P3.4 a reset of the same log replaces the messages without duplicates", async () => {
  const sockets: FakeSocket[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        sockets.push(socket);
        if (sockets.length === 1) letIn(socket, [message(1, "one"), message(2, "two")]);
      }),
  });
  await sees(page, "two");
  await sockets[0]?.close(4008);
  await expect.poll(() => sockets.length, { timeout: 60_000 }).toBe(2);
  const messages = [message(2, "two"), message(700, "seven hundred")];
  sockets[1]?.say(welcome({ head: 700 }), { type: "reset", reason: "behind", messages }, { type: "ready", seq: 700 });
  await sees(page, "seven hundred");
  expect(await log(page)).toEqual(["two", "seven hundred"]);
});

test("P3.5 unknown objects from a newer room leave the page working, on the same connection", async () => {
  const sockets: FakeSocket[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        sockets.push(socket);
        letIn(socket, [message(1, "one", { colour: "blue" })], { polls: { open: 1 } });
        socket.say({ type: "poll", seq: 2, at: 1, uid: "ben", id: "poll", question: ["?"] }, { type: "weather" });
        socket.say(message(3, "three"));
      }),
  });
  await sees(page, "three");
  expect(await log(page)).toEqual(["one", "three"]);
  expect(sockets).toHaveLength(1);
});
