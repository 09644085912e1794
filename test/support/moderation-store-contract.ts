import { expect, test } from "vitest";
import type { Ban } from "../../src/protocol/lists.ts";
import { MAX_STORED_ENTRIES, REPEAT_WITHIN_MS } from "../../src/room/moderation/audit-store.ts";
import type { StoredInvitation } from "../../src/room/moderation/invitation-store.ts";
import type { ModerationStore } from "../../src/room/moderation/moderation-store.ts";

const deed = (entry: number) => ({ entry, at: 1_000 + entry, by: "mod" });
const ban = (uid: string, entry: number, fields: Partial<Ban> = {}): Ban => {
  return { ...deed(entry), uid, username: uid.toUpperCase(), address: false, ...fields };
};
const invitation = (entry: number, fields: Partial<StoredInvitation> = {}): StoredInvitation => {
  return { ...deed(entry), id: `inv-${entry}`, hash: `hash-${entry}`, uses: 1, used: 0, until: 5_000, ...fields };
};
const NOW = 2_000;

/** The contract of every {@link ModerationStore}; runs over each implementation. */
export function standingContract(
  withStores: (check: (open: () => ModerationStore) => void) => Promise<void> | void,
): void {
  const rule = (title: string, check: (open: () => ModerationStore) => void) => test(title, () => withStores(check));

  rule("P9.4 a room is open by default, and its settings are stored", (open) => {
    const moderationStore = open();
    const settings = { read: "everyone", write: "everyone", slowMode: 0 } as const;
    expect(moderationStore.rules.get()).toEqual({ settings, words: { reject: [], hide: [] }, pinned: [] });
    const rules = { settings: { ...settings, slowMode: 5 }, words: { reject: ["a"], hide: ["b*"] }, pinned: [3, 1] };
    moderationStore.rules.set(rules);
    expect(moderationStore.rules.get()).toEqual(rules);
    expect(open().rules.get()).toEqual(rules);
  });

  rule("P9.1 a record is stored as given, and an empty one is deleted", (open) => {
    const moderationStore = open();
    expect(moderationStore.members.find("ada")).toBeUndefined();
    const mute = { ...deed(2), mutedUntil: 9_000, shadowed: true } as const;
    const full = {
      uid: "ada",
      username: "Ada",
      role: "moderator",
      mute,
      ban: ban("ada", 1, { until: 3_000 }),
    } as const;
    moderationStore.members.put(full);
    expect(moderationStore.members.find("ada")).toEqual(full);
    expect(open().members.find("ada")).toEqual(full);
    moderationStore.members.put({ uid: "ada", username: "Ada L.", role: "member" });
    expect(open().members.find("ada")).toEqual({ uid: "ada", username: "Ada L.", role: "member" });
    moderationStore.members.put({ uid: "ada", username: "Ada" });
    expect(open().members.find("ada")).toBeUndefined();
  });

  rule("P9.12, P9.15 a record may be nothing but a vouched role, a used invitation or a demotion", (open) => {
    for (const fact of [
      { vouched: { role: "owner", until: 9_000 } },
      { invitation: "inv-1" },
      { demoted: 3 },
    ] as const) {
      const moderationStore = open();
      moderationStore.members.put({ uid: "ada", username: "Ada", ...fact });
      expect(open().members.find("ada")).toEqual({ uid: "ada", username: "Ada", ...fact });
      moderationStore.members.put({ uid: "ada", username: "Ada" });
      expect(open().members.find("ada")).toBeUndefined();
    }
  });

  rule("P9.13 an author who left is remembered until their time has passed", (open) => {
    const moderationStore = open();
    const author = { uid: "ada", username: "Ada", hash: "home" };
    moderationStore.addresses.rememberAuthor(author, NOW + 1, NOW);
    moderationStore.addresses.rememberAuthor({ ...author, hash: "work" }, NOW + 2, NOW);
    moderationStore.addresses.rememberAuthor({ ...author, uid: "ben" }, NOW + 2, NOW);
    expect(open().addresses.recentAuthor("ada", NOW)).toEqual([{ ...author, hash: "work" }, author]);
    expect(moderationStore.addresses.recentAuthor("ada", NOW + 1)).toEqual([{ ...author, hash: "work" }]);
    expect(moderationStore.addresses.recentAuthor("ada", NOW + 2)).toEqual([]);
    moderationStore.addresses.rememberAuthor({ ...author, uid: "cyd" }, NOW + 9, NOW + 2);
    // Asked about the past, it knows no more: the row is gone.
    expect(open().addresses.recentAuthor("ada", NOW)).toEqual([]);
  });

  rule("P9.13 a muted address is muted for the mute's duration, and no longer than its record says so", (open) => {
    const moderationStore = open();
    const mute = { ...deed(1), mutedUntil: 3_000, address: true, rank: "moderator" } as const;
    moderationStore.members.put({ uid: "ada", username: "Ada", mute });
    moderationStore.addresses.mute("ada", ["home", "work"]);
    expect(open().addresses.mutedUntil(["elsewhere", "work"], NOW)).toBe(3_000);
    expect(open().addresses.mutedWith("ada").sort()).toEqual(["home", "work"]);
    expect(moderationStore.addresses.mutedUntil(["elsewhere"], NOW)).toBe(0);
    expect(moderationStore.addresses.mutedUntil(["home"], 3_000)).toBe(0);
    // A shadow has no end, and is not of the address.
    moderationStore.members.put({ uid: "ada", username: "Ada", mute: { ...mute, shadowed: true } });
    expect(moderationStore.addresses.mutedUntil(["home"], 3_000)).toBe(0);
    const { address: _, ...ofThePerson } = mute;
    moderationStore.members.put({ uid: "ada", username: "Ada", mute: ofThePerson });
    expect(open().addresses.mutedUntil(["home"], NOW)).toBe(0);
  });

  rule("P8.18 the last time a guest signed out is kept", (open) => {
    const moderationStore = open();
    expect(moderationStore.tokens.signedOutAt("ada")).toBeUndefined();
    moderationStore.tokens.signOut("ada", 5);
    moderationStore.tokens.signOut("ada", 7);
    expect(open().tokens.signedOutAt("ada")).toBe(7);
  });

  rule("P9.1 owners are counted", (open) => {
    const moderationStore = open();
    expect(moderationStore.members.owners()).toBe(0);
    moderationStore.members.put({ uid: "ada", username: "Ada", role: "owner" });
    moderationStore.members.put({ uid: "ben", username: "Ben", role: "owner" });
    moderationStore.members.put({ uid: "cyd", username: "Cyd", role: "moderator" });
    expect(moderationStore.members.owners()).toBe(2);
  });

  rule("P9.11 active bans and mutes are listed newest first, page by page", (open) => {
    const moderationStore = open();
    moderationStore.members.put({ uid: "a", username: "A", ban: ban("a", 1) });
    moderationStore.members.put({ uid: "b", username: "B", ban: ban("b", 5, { until: NOW + 1, reason: "spam" }) });
    moderationStore.members.put({ uid: "c", username: "C", ban: ban("c", 3, { until: NOW }) });
    moderationStore.members.put({ uid: "d", username: "D", mute: { ...deed(4), mutedUntil: NOW + 1 } });
    moderationStore.members.put({ uid: "e", username: "E", mute: { ...deed(6), shadowed: true } });
    moderationStore.members.put({ uid: "f", username: "F", mute: { ...deed(7), mutedUntil: NOW } });
    for (const store of [moderationStore, open()]) {
      expect(store.members.bans({ limit: 9 }, NOW)).toEqual([
        ban("b", 5, { until: NOW + 1, reason: "spam" }),
        ban("a", 1),
      ]);
      expect(store.members.bans({ limit: 9, before: 5 }, NOW)).toEqual([ban("a", 1)]);
      expect(store.members.bans({ limit: 1 }, NOW)).toHaveLength(1);
      expect(store.members.muted({ limit: 9 }, NOW)).toEqual([
        { uid: "e", username: "E", ...deed(6), shadowed: true },
        { uid: "d", username: "D", ...deed(4), mutedUntil: NOW + 1 },
      ]);
      expect(store.members.muted({ limit: 9, before: 6 }, NOW)).toMatchObject([{ uid: "d" }]);
    }
  });

  rule("P9.3 a banned address stays banned for the ban's duration, under any identity", (open) => {
    const moderationStore = open();
    const both = ban("ada", 1, { until: 3_000, address: true });
    moderationStore.members.put({ uid: "ada", username: "Ada", ban: both });
    moderationStore.addresses.ban("ada", ["home", "work"]);
    expect(open().addresses.banOf(["work"], NOW)).toEqual(both);
    expect(moderationStore.addresses.banOf(["elsewhere", "home"], NOW)).toEqual(both);
    expect(moderationStore.addresses.banOf(["elsewhere"], NOW)).toBeUndefined();
    expect(moderationStore.addresses.banOf(["home"], 3_000)).toBeUndefined();
    const forever = ban("ben", 2, { address: true });
    moderationStore.members.put({ uid: "ben", username: "Ben", ban: forever });
    moderationStore.addresses.ban("ben", ["home"]);
    expect(moderationStore.addresses.banOf(["home"], NOW)).toEqual(forever);
    moderationStore.members.put({ uid: "ben", username: "Ben" });
    expect(moderationStore.addresses.banOf(["home"], NOW)).toEqual(both);
    // A ban of only the user also replaces one of the address.
    moderationStore.members.put({ uid: "ada", username: "Ada", ban: ban("ada", 3) });
    expect(moderationStore.addresses.banOf(["home", "work"], NOW)).toBeUndefined();
  });

  rule("P9.7 an invitation is valid until it is used up, expired or revoked", (open) => {
    const moderationStore = open();
    moderationStore.invitations.add(invitation(1, { uses: 2 }));
    moderationStore.invitations.add(invitation(2, { until: NOW }));
    const { hash: _, ...first } = invitation(1, { uses: 2 });
    expect(open().invitations.find("hash-1", NOW)).toEqual(first);
    expect(moderationStore.invitations.find("hash-2", NOW)).toBeUndefined();
    expect(moderationStore.invitations.find("hash-3", NOW)).toBeUndefined();
    moderationStore.invitations.use("inv-1");
    expect(moderationStore.invitations.find("hash-1", NOW)).toEqual({ ...first, used: 1 });
    moderationStore.invitations.use("inv-1");
    expect(open().invitations.find("hash-1", NOW)).toBeUndefined();
    moderationStore.invitations.add(invitation(3));
    expect(moderationStore.invitations.list({ limit: 9 }, NOW)).toMatchObject([
      { id: "inv-3" },
      { id: "inv-1", used: 2 },
    ]);
    expect(moderationStore.invitations.list({ limit: 9, before: 3 }, NOW)).toMatchObject([{ id: "inv-1" }]);
    expect(moderationStore.invitations.revoke("inv-3")).toBe(true);
    expect(moderationStore.invitations.revoke("inv-3")).toBe(false);
    expect(open().invitations.find("hash-3", NOW)).toBeUndefined();
  });

  rule("P9.11 the audit log numbers its entries and keeps the newest 1,000", (open) => {
    const moderationStore = open();
    const entry = (at: number) => ({ at, by: "mod", username: "Mod", action: "clear", details: { uid: `p${at}` } });
    for (let at = 1; at <= MAX_STORED_ENTRIES + 5; at += 1) {
      expect(moderationStore.audit.add(entry(at))).toEqual({ entry: at, at, by: "mod" });
    }
    const all = open().audit.list({ limit: 2_000 });
    expect(all).toHaveLength(MAX_STORED_ENTRIES);
    expect(all[0]).toEqual({ entry: MAX_STORED_ENTRIES + 5, ...entry(MAX_STORED_ENTRIES + 5) });
    expect(all.at(-1)).toMatchObject({ entry: 6 });
    expect(moderationStore.audit.list({ limit: 2, before: 10 })).toMatchObject([{ entry: 9 }, { entry: 8 }]);
  });

  rule("P9.34 only what is the same again counts in the newest entry, and different values never share one", (open) => {
    const moderationStore = open();
    const audit = (at: number, action: string, details: object, username = "Mod") =>
      moderationStore.audit.add({ at, by: "mod", username, action, details: { ...details } });
    audit(1, "settings", { slowMode: 5 });
    audit(2, "settings", { slowMode: 30 });
    expect(audit(3, "settings", { slowMode: 30 })).toEqual({ entry: 2, at: 3, by: "mod" });
    audit(4, "settings", { slowMode: 5 });
    audit(5, "settings", { slowMode: 5 }, "Another");
    audit(6, "ban", { uid: "ada" }, "Another");
    audit(7, "settings", { slowMode: 5 }, "Another");
    audit(7 + REPEAT_WITHIN_MS, "settings", { slowMode: 5 }, "Another");
    const all = open().audit.list({ limit: 9 });
    expect(all.map(({ details }) => details)).toEqual([
      { slowMode: 5 },
      { slowMode: 5 },
      { uid: "ada" },
      { slowMode: 5 },
      { slowMode: 5 },
      { slowMode: 30 },
      { slowMode: 5 },
    ]);
    expect(all.map(({ count }) => count)).toEqual([...Array(5), 2, undefined]);
    expect(all.at(-2)).toMatchObject({ entry: 2, at: 2, last: 3 });
  });

  rule("P9.27 no number of pins pushes out a ban, a role or a claim", (open) => {
    const moderationStore = open();
    const audit = (at: number, action: string, details: object) =>
      moderationStore.audit.add({ at, by: "mod", username: "Mod", action, details: { ...details } });
    for (const [at, action] of ["claim", "role", "ban"].entries()) audit(at, action, { uid: "ada" });
    for (let target = 1; target <= MAX_STORED_ENTRIES + 10; target += 1) audit(9, "pin", { target, on: true });
    const all = open().audit.list({ limit: 2_000 });
    expect(all).toHaveLength(MAX_STORED_ENTRIES + 3);
    expect(all.slice(-3)).toMatchObject([{ action: "ban" }, { action: "role" }, { action: "claim" }]);
    expect(all.at(-4)).toMatchObject({ details: { target: 11 } });
  });

  rule("P11.3 a person's name and the reasons go from the audit log, and the entries stay", (open) => {
    const moderationStore = open();
    const entry = { at: 1, username: "Ada", by: "ada", action: "pin", details: { target: 1, on: true } };
    moderationStore.audit.add(entry);
    const details = { uid: "ada", username: "Ada", reason: "rude" };
    moderationStore.audit.add({ ...entry, by: "mod", username: "Mod", action: "ban", details });
    moderationStore.audit.add({ ...entry, by: "mod", username: "Mod" });
    expect(moderationStore.audit.concerning("ada")).toMatchObject([{ entry: 1 }, { entry: 2, details }]);
    moderationStore.audit.forgetName("ada");
    expect(open().audit.list({ limit: 9 })).toMatchObject([
      { entry: 3, username: "Mod" },
      { entry: 2, username: "Mod", details: { uid: "ada" } },
      { entry: 1, by: "ada", username: "" },
    ]);
    expect(JSON.stringify(open().audit.concerning("ada"))).not.toMatch(/Ada|rude/);
  });

  rule("P11.1, P11.3 every address of a person is found, and those they wrote from can be forgotten", (open) => {
    const { addresses, members } = open();
    expect(addresses.of("ada")).toEqual([]);
    const mute = { ...deed(2), mutedUntil: 3_000, address: true, rank: "moderator" } as const;
    members.put({ uid: "ada", username: "Ada", ban: ban("ada", 1, { address: true }), mute });
    addresses.ban("ada", ["home"]);
    addresses.mute("ada", ["home", "work"]);
    addresses.rememberAuthor({ uid: "ada", username: "Ada", hash: "café" }, 5_000, NOW);
    addresses.rememberAuthor({ uid: "ben", username: "Ben", hash: "school" }, 5_000, NOW);
    expect(open().addresses.of("ada").sort()).toEqual(["café", "home", "work"]);
    addresses.forgetAuthor("ada");
    expect(open().addresses.recentAuthor("ada", NOW)).toEqual([]);
    expect(open().addresses.of("ada").sort()).toEqual(["home", "work"]);
    expect(open().addresses.of("ben")).toEqual(["school"]);
  });

  rule("P9.2 a claim works once", (open) => {
    const moderationStore = open();
    expect(moderationStore.tokens.spendClaim("one", 5_000, NOW)).toBe(true);
    expect(open().tokens.spendClaim("one", 5_000, NOW)).toBe(false);
    expect(moderationStore.tokens.spendClaim("two", 5_000, NOW)).toBe(true);
    expect(moderationStore.tokens.spendClaim("one", 5_000, NOW + 1)).toBe(false);
  });
}
