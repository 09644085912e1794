import { readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { folderStorage } from "../state/folder-storage.ts";
import { Guests, withoutOutbox } from "../state/guests.ts";

const scratch = async () => {
  const folder = await mkdtemp(join(tmpdir(), "parley-guests-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

test("two programs on one folder overwrite nothing of each other, and only its user can read it", async () => {
  const folder = join(await scratch(), "state");
  const [one, other] = [folderStorage(folder), folderStorage(folder)];
  one.set("a", "1");
  other.set("b", "2");
  one.set("c", "3");
  other.delete("a");
  expect([...one.keys()].sort()).toEqual(["b", "c"]);
  expect([one.get("b"), other.get("c"), one.get("a")]).toEqual(["2", "3", undefined]);
  expect(statSync(folder).mode & 0o077).toBe(0);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
});

test("a guest is found by the name that they have now, however it is written", async () => {
  process.env.PARLEY_STATE = await scratch();
  onTestFinished(() => {
    delete process.env.PARLEY_STATE;
  });
  const guests = new Guests({ url: new URL("http://localhost:8787"), room: "garden" });
  const be = (storage: ReturnType<typeof folderStorage>, username: string) =>
    storage.set("garden#identity", JSON.stringify({ uid: "u1", token: "t", username }));
  const ada = guests.named("Ada");
  expect(guests.named("Ada").id).toBe(ada.id);
  be(ada.storage, "Ada");
  expect(guests.named(" ada ").id).toBe(ada.id);
  guests.setLast(ada);
  be(ada.storage, "Adele");
  expect(guests.named("Adele").id).toBe(ada.id);
  expect(guests.named("Ada").id).not.toBe(ada.id);
  expect(guests.last()?.id).toBe(ada.id);
});

test("a command that sends at once has no unsent messages of a chat, and leaves none", async () => {
  const storage = folderStorage(await scratch());
  storage.set("garden#outbox/1", "unsent");
  storage.set("garden#nonce", "n");
  const post = withoutOutbox(storage);
  post.set("garden#outbox/2", "lost");
  post.set("garden#identity", "{}");
  expect([...post.keys()].sort()).toEqual(["garden#identity", "garden#nonce"]);
  expect([...storage.keys()].sort()).toEqual(["garden#identity", "garden#nonce", "garden#outbox/1"]);
});
