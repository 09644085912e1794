import { expect, test } from "vitest";
import type { ChangeEvent, LogEvent, MessageEvent } from "../../src/protocol/events.ts";
import type { EventLog } from "../../src/room/log/event-log.ts";
import { MODERATOR_VIEWER, PUBLIC_VIEWER } from "../../src/room/log/visibility.ts";

const stamp = (seq: number) => ({ seq, at: 1_000 + seq, uid: "ada", id: `id-${seq}` });

function message(seq: number, fields: object = {}): MessageEvent {
  return { type: "message", ...stamp(seq), username: "Ada", message: `text ${seq}`, ...fields };
}

function edit(seq: number, target: number, text: string): ChangeEvent {
  return { type: "edit", ...stamp(seq), target, message: text };
}

function reaction(seq: number, target: number, emoji: string, on: boolean, uid = "ada"): ChangeEvent {
  return { type: "reaction", ...stamp(seq), uid, target, emoji, on };
}

/** Appends events with digests that differ by `seq`. */
function fill(log: EventLog, events: readonly LogEvent[]): void {
  for (const event of events) log.append(event, event.seq * 100);
  log.flush();
}

/**
 * The contract of every event log; runs over each implementation.
 *
 * @param withLog provides a fresh log; each call of `open` reads that same log again
 */
export function eventLogContract(withLog: (check: (open: () => EventLog) => void) => Promise<void> | void): void {
  const rule = (title: string, check: (open: () => EventLog) => void) => test(title, () => withLog(check));

  rule("a new log is empty, with head 0 and oldest 1", (open) => {
    const log = open();
    expect(log.head()).toBe(0);
    expect(log.oldest()).toBe(1);
    expect(log.page({ limit: 100 }, PUBLIC_VIEWER)).toEqual([]);
    expect(log.after(0, PUBLIC_VIEWER)).toEqual([]);
    expect(log.find("ada", "id-1")).toBeUndefined();
    expect(log.message(1)).toBeUndefined();
  });

  rule("P4.2 head follows every appended event, of any type", (open) => {
    const log = open();
    const notice = { type: "notice", ...stamp(4), notice: "rename", username: "Ada L.", previous: "Ada" } as const;
    const gone = { type: "delete", ...stamp(5), target: 1 } as const;
    const events = [message(1), edit(2, 1, "new"), reaction(3, 1, "👍", true), notice, gone];
    for (const event of events) {
      fill(log, [event]);
      expect(log.head()).toBe(event.seq);
    }
  });

  rule("P4.4 a renewed epoch is another name for the same log", (open) => {
    const log = open();
    fill(log, [message(1)]);
    const { epoch, key } = log.identity;
    log.renewEpoch(`${epoch}-2`);
    expect(log.identity).toEqual({ epoch: `${epoch}-2`, key });
    expect(log.page({ limit: 1 }, PUBLIC_VIEWER)).toEqual([message(1)]);
  });

  rule("P4.1 P4.3 any well-formed text is stored as it is, and found by its id", (open) => {
    const odd = [
      "nul \0 between",
      "\0",
      '"quoted" \\ \\u0000',
      "line\u2028end",
      "\ud83d\ude00 \ufeff",
      "\u0001\u007f",
      "12",
      "null",
      "[1]",
      "{}",
    ];
    const log = open();
    const events = odd.map((text, index) =>
      message(index + 1, { id: text, username: text, message: text, replyTo: 1, topic: { [text]: text } }),
    );
    fill(log, events);
    const again = open();
    expect(again.page({ limit: 100 }, PUBLIC_VIEWER)).toEqual(events);
    for (const { id, seq } of events) expect(again.find("ada", id)).toEqual({ seq, digest: seq * 100 });
  });

  rule("P4.4 a reopened log is unchanged", (open) => {
    const before = open();
    fill(before, [message(1), message(2), edit(3, 1, "new")]);
    const after = open();
    expect(after.identity).toEqual(before.identity);
    expect(after.head()).toBe(3);
    expect(after.page({ limit: 2 }, PUBLIC_VIEWER)).toEqual(before.page({ limit: 2 }, PUBLIC_VIEWER));
    expect(after.after(0, PUBLIC_VIEWER)).toEqual(before.after(0, PUBLIC_VIEWER));
  });

  rule("P7.2 a page goes forward from any position, the beginning included", (open) => {
    const log = open();
    fill(log, [message(1), message(2), message(3)]);
    expect(log.page({ after: 0, limit: 2 }, PUBLIC_VIEWER)).toEqual([message(1), message(2)]);
    expect(log.page({ after: 1, before: 3, limit: 2 }, PUBLIC_VIEWER)).toEqual([message(2)]);
    expect(log.page({ limit: 2 }, PUBLIC_VIEWER)).toEqual([message(2), message(3)]);
  });

  rule("P4.3 prefetching a turn's ids changes no result", (open) => {
    const log = open();
    fill(log, [message(1), edit(2, 1, "new")]);
    const keys = Array.from({ length: 120 }, (_, i) => ({ uid: "ada", id: `id-${i + 1}` }));
    log.expect(keys);
    expect(log.find("ada", "id-1")).toEqual({ seq: 1, digest: 100 });
    expect(log.find("ada", "id-2")).toEqual({ seq: 2, digest: 200 });
    expect(log.find("ada", "id-3")).toBeUndefined();
    expect(log.find("bob", "id-1")).toBeUndefined();
    log.append(message(3), 300);
    expect(log.find("ada", "id-3")).toEqual({ seq: 3, digest: 300 });
    log.append({ type: "delete", ...stamp(4), target: 3 }, 400);
    expect(log.find("ada", "id-3")).toEqual({ seq: 3 });
    expect(log.find("ada", "id-4")).toEqual({ seq: 4, digest: 400 });
    log.prune(2);
    expect(log.find("ada", "id-1")).toBeUndefined();
    log.flush();
    expect(log.find("ada", "id-3")).toEqual({ seq: 3 });
    expect(log.find("ada", "id-120")).toBeUndefined();
  });

  rule("P2.2 a message is read back with every field unchanged", (open) => {
    const log = open();
    const odd = message(1, {
      message: "naïve\n😀\u2028 'quoted' \"twice\"",
      replyTo: 1,
      color: "#f00",
      nested: { list: [1, null, "two"] },
    });
    fill(log, [odd]);
    expect(log.page({ limit: 1 }, PUBLIC_VIEWER)).toEqual([odd]);
    expect(log.after(0, PUBLIC_VIEWER)).toEqual([odd]);
    expect(log.message(1)?.message).toEqual(odd);
  });

  rule("P7.2 a page goes back from before, or forward from after, oldest first, messages only", (open) => {
    const log = open();
    fill(log, [message(1), edit(2, 1, "new"), message(3), message(4), reaction(5, 4, "👍", true), message(6)]);
    const seqs = (range: Parameters<EventLog["page"]>[0]) => log.page(range, PUBLIC_VIEWER).map(({ seq }) => seq);
    expect(seqs({ limit: 2 })).toEqual([4, 6]);
    expect(seqs({ limit: 2, before: 4 })).toEqual([1, 3]);
    expect(seqs({ limit: 2, after: 1 })).toEqual([3, 4]);
    expect(seqs({ limit: 100, after: 3, before: 6 })).toEqual([4]);
    expect(seqs({ limit: 100, before: 1 })).toEqual([]);
    expect(seqs({ limit: 100, after: 6 })).toEqual([]);
  });

  rule("P7.2 a page shows edits and reactions in their current state", (open) => {
    const log = open();
    fill(log, [
      message(1),
      edit(2, 1, "once"),
      edit(3, 1, "twice"),
      reaction(4, 1, "👍", true, "ada"),
      reaction(5, 1, "🎉", true, "ben"),
      reaction(6, 1, "👍", true, "ben"),
      reaction(7, 1, "👍", false, "ada"),
    ]);
    const reactions = [
      { emoji: "👍", uids: ["ben"], count: 1 },
      { emoji: "🎉", uids: ["ben"], count: 1 },
    ];
    expect(log.page({ limit: 1 }, PUBLIC_VIEWER)).toEqual([
      message(1, { message: "twice", editedAt: 1_003, reactions }),
    ]);
    fill(log, [reaction(8, 1, "👍", false, "ben"), reaction(9, 1, "🎉", false, "ben")]);
    expect(log.message(1)?.message).toEqual(message(1, { message: "twice", editedAt: 1_003 }));
  });

  rule("P4.4 the events after a seq are all later ones, in order", (open) => {
    const log = open();
    const events = [message(1), edit(2, 1, "text 1"), message(3), reaction(4, 3, "👍", true), message(5)];
    fill(log, events);
    expect(log.after(0, PUBLIC_VIEWER)).toEqual(events);
    expect(log.after(2, PUBLIC_VIEWER)).toEqual(events.slice(2));
    expect(log.after(1, PUBLIC_VIEWER, 3)).toEqual(events.slice(1, 3));
    expect(log.after(5, PUBLIC_VIEWER)).toEqual([]);
  });

  rule("P3.5 a delete erases the text, the sender's extra fields, its edits and their digests", (open) => {
    const log = open();
    fill(log, [
      message(1, { message: "secret", color: "secret" }),
      edit(2, 1, "secret too"),
      reaction(3, 1, "👍", true),
    ]);
    fill(log, [{ type: "delete", ...stamp(4), target: 1 }]);
    const erased = message(1, { message: "", deleted: true });
    expect(log.message(1)?.message).toEqual(erased);
    expect(log.page({ limit: 1 }, PUBLIC_VIEWER)).toEqual([erased]);
    expect(JSON.stringify(log.after(0, PUBLIC_VIEWER))).not.toContain("secret");
    expect(log.after(0, PUBLIC_VIEWER)).toHaveLength(4);
    expect(log.find("ada", "id-1")).toEqual({ seq: 1 });
    expect(log.find("ada", "id-2")).toEqual({ seq: 2 });
    expect(log.find("ada", "id-4")).toEqual({ seq: 4, digest: 400 });
  });

  rule("P4.3 events appended in the same turn are visible before they are written", (open) => {
    const log = open();
    for (let seq = 1; seq <= 25; seq += 1) log.append(message(seq), seq * 100);
    expect(log.find("ada", "id-7")).toEqual({ seq: 7, digest: 700 });
    expect(log.message(8)?.message).toEqual(message(8));
    log.append(edit(26, 9, "edited in the same turn"), 0);
    expect(log.message(9)?.message).toMatchObject({ message: "edited in the same turn" });
    expect(log.head()).toBe(26);
    log.flush();
    expect(open().after(0, PUBLIC_VIEWER)).toEqual(log.after(0, PUBLIC_VIEWER));
    expect(log.after(0, PUBLIC_VIEWER)).toHaveLength(26);
  });

  rule("P4.3 find identifies a command by its uid and id together, even after it changed", (open) => {
    const log = open();
    fill(log, [message(1, { uid: "ada", id: "same" }), message(2, { uid: "ben", id: "same" }), edit(3, 1, "new")]);
    expect(log.find("ben", "same")).toEqual({ seq: 2, digest: 200 });
    expect(log.find("ada", "id-3")).toEqual({ seq: 3, digest: 300 });
    expect(log.find("cyd", "same")).toBeUndefined();
  });

  rule("P4.3 the same uid and id cannot be stored twice as a message", (open) => {
    const log = open();
    fill(log, [message(1)]);
    expect(() => fill(log, [message(2, { id: "id-1" })])).toThrow();
    expect(open().page({ limit: 9 }, PUBLIC_VIEWER)).toEqual([message(1)]);
  });

  rule(
    "P3.13 a message carries the first twenty uids of a reaction, their number, and whether the viewer is one",
    (open) => {
      const log = open();
      const uids = Array.from({ length: 25 }, (_, index) => `user-${index}`);
      fill(log, [message(1), ...uids.map((uid, index) => reaction(index + 2, 1, "👍", true, uid))]);
      const reactionsFor = (uid: string) => log.page({ limit: 1 }, { uid, isModerator: false })[0]?.reactions;
      const all = { emoji: "👍", uids: uids.slice(0, 20), count: 25 };
      expect(reactionsFor("nobody")).toEqual([all]);
      expect(reactionsFor("user-3")).toEqual([{ ...all, me: true }]);
      expect(reactionsFor("user-24")).toEqual([{ ...all, me: true }]);
      // The next one moves up.
      fill(log, [reaction(27, 1, "👍", false, "user-0")]);
      expect(open().page({ limit: 1 }, PUBLIC_VIEWER)[0]?.reactions).toEqual([
        { emoji: "👍", uids: uids.slice(1, 21), count: 24 },
      ]);
      const range = { target: 1, emoji: "👍", limit: 3 };
      expect(log.reactors(range, PUBLIC_VIEWER).map(({ uid }) => uid)).toEqual(["user-24", "user-23", "user-22"]);
      expect(log.reactors({ ...range, before: 24 }, PUBLIC_VIEWER).map(({ uid }) => uid)).toEqual(
        uids.slice(19, 22).reverse(),
      );
    },
  );

  rule("P9.9 a hidden reaction is counted for its author and moderators only, however many there are", (open) => {
    const log = open();
    fill(log, [message(1)]);
    const uids = Array.from({ length: 22 }, (_, index) => `user-${index}`);
    for (const [index, uid] of uids.entries()) log.append(reaction(index + 2, 1, "👍", true, uid), 0, uid);
    log.flush();
    const reactionsFor = (uid: string, isModerator = false) =>
      log.page({ limit: 1 }, { uid, isModerator })[0]?.reactions;
    expect(reactionsFor("nobody")).toBeUndefined();
    expect(reactionsFor("user-21")).toEqual([{ emoji: "👍", uids: ["user-21"], count: 1, me: true }]);
    expect(reactionsFor("moderator", true)).toEqual([{ emoji: "👍", uids: uids.slice(0, 20), count: 22 }]);
    const range = { target: 1, emoji: "👍", limit: 50 };
    expect(log.reactors(range, PUBLIC_VIEWER)).toEqual([]);
    expect(log.reactors(range, { uid: "user-3", isModerator: false })).toEqual([{ seq: 5, uid: "user-3" }]);
    expect(log.reactors(range, MODERATOR_VIEWER)).toHaveLength(22);
  });

  rule("P9.17 of each author, the newest 500 hidden events are kept", (open) => {
    const log = open();
    fill(log, [message(1), message(2)]);
    log.append(reaction(3, 1, "👍", true, "eve"), 0, "eve");
    for (let seq = 4; seq <= 503; seq += 1) log.append(message(seq, { uid: "eve" }), 0, "eve");
    log.flush();
    const eve = { uid: "eve", isModerator: false };
    expect(log.page({ limit: 600 }, eve)).toHaveLength(502);
    expect(log.page({ limit: 600 }, eve)[0]).not.toHaveProperty("reactions");
    log.append(message(504, { uid: "eve" }), 0, "eve");
    log.append(message(505, { uid: "dan" }), 0, "dan");
    log.flush();
    expect(
      open()
        .page({ limit: 600 }, eve)
        .map(({ seq }) => seq)
        .slice(0, 3),
    ).toEqual([1, 2, 5]);
    // What a resume has to account for is there.
    expect(log.after(5, PUBLIC_VIEWER)).toHaveLength(500);
    expect(log.page({ limit: 600 }, PUBLIC_VIEWER).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  rule("P3.15 a delete by somebody else leaves no name and no id, but recognizes the command again", (open) => {
    const log = open();
    fill(log, [message(1, { id: "my phone number", username: "my address" }), edit(2, 1, "new"), message(3)]);
    fill(log, [{ type: "delete", ...stamp(4), uid: "moderator", target: 1 }]);
    const told = JSON.stringify([
      open().after(0, PUBLIC_VIEWER),
      open().page({ limit: 9 }, PUBLIC_VIEWER),
      log.message(1),
    ]);
    expect(told).not.toMatch(/my |id-2/);
    expect(log.message(1)?.message).toMatchObject({ id: "", username: "", deleted: true });
    for (const each of [log, open()]) {
      expect(each.find("ada", "my phone number")).toEqual({ seq: 1 });
      expect(each.find("ada", "id-2")).toEqual({ seq: 2 });
      expect(each.find("ada", "id-3")).toEqual({ seq: 3, digest: 300 });
      expect(each.find("ada", "another")).toBeUndefined();
      expect(each.find("moderator", "id-4")).toEqual({ seq: 4, digest: 400 });
    }
  });

  rule("P9.18 a deleted rename leaves neither of the names", (open) => {
    const log = open();
    fill(log, [{ type: "notice", ...stamp(1), notice: "rename", username: "rude", previous: "ruder" }]);
    expect(log.notice(1)?.event).toMatchObject({ username: "rude" });
    fill(log, [{ type: "delete", ...stamp(2), uid: "moderator", target: 1 }]);
    expect(JSON.stringify(open().after(0, PUBLIC_VIEWER))).not.toContain("rude");
    expect(open().after(0, PUBLIC_VIEWER)[0]).toMatchObject({ type: "notice", seq: 1, username: "", previous: "" });
    expect(log.find("ada", "id-1")).toEqual({ seq: 1 });
  });

  rule("P3.16 only the newest text of a message is told, whatever the position", (open) => {
    const log = open();
    fill(log, [message(1, { message: "secret" }), edit(2, 1, "secret too"), edit(3, 1, "public")]);
    for (const since of [0, 1, 2]) {
      const events = log.after(since, PUBLIC_VIEWER);
      expect(JSON.stringify(events)).not.toContain("secret");
      expect(events.at(-1)).toMatchObject({ type: "edit", seq: 3, message: "public" });
    }
    log.append(edit(4, 1, "hidden"), 0, "ada");
    log.flush();
    expect(log.after(2, PUBLIC_VIEWER)).toMatchObject([{ message: "public" }, { type: "void" }]);
    expect(log.after(3, { uid: "ada", isModerator: false })).toMatchObject([{ message: "hidden" }]);
  });

  rule("P13.4 a preview is part of its message, and every event of it tells the present one", (open) => {
    const log = open();
    const preview = (seq: number, target: number, title?: string): ChangeEvent => ({
      type: "preview",
      ...stamp(seq),
      target,
      ...(title === undefined ? {} : { preview: { url: "https://example.org/", title } }),
    });
    fill(log, [message(1, { color: "teal" }), preview(2, 1, "secret"), preview(3, 1, "public"), edit(4, 1, "new")]);
    const shown = { url: "https://example.org/", title: "public" };
    for (const each of [log, open()]) {
      expect(each.page({ limit: 9 }, PUBLIC_VIEWER)).toMatchObject([{ message: "new", color: "teal", preview: shown }]);
      const [first, ...changes] = each.after(0, PUBLIC_VIEWER);
      expect(first).not.toHaveProperty("preview");
      expect(changes.slice(0, 2)).toMatchObject([{ preview: shown }, { preview: shown }]);
      expect(JSON.stringify(each.recordsOf("ada", "", 9))).not.toContain("secret");
    }
    fill(log, [preview(5, 1)]);
    expect(open().page({ limit: 9 }, PUBLIC_VIEWER)).toEqual([
      message(1, { message: "new", color: "teal", editedAt: 1_004 }),
    ]);
    expect(JSON.stringify(open().after(0, PUBLIC_VIEWER))).not.toContain("example.org");
    fill(log, [preview(6, 1, "public"), { type: "delete", ...stamp(7), target: 1 }]);
    for (const each of [log, open()]) {
      expect(JSON.stringify([each.after(0, PUBLIC_VIEWER), each.message(1)])).not.toContain("example.org");
    }
    log.append(message(8), 800, "ada");
    log.append(preview(9, 8, "hidden"), 0, "ada");
    log.flush();
    expect(open().after(7, PUBLIC_VIEWER)).toMatchObject([{ type: "void" }, { type: "void" }]);
    expect(open().after(8, { uid: "ada", isModerator: false })).toMatchObject([{ preview: { title: "hidden" } }]);
    // A change of a pruned message stays an event.
    log.prune(9);
    expect(open().after(8, MODERATOR_VIEWER)).toHaveLength(1);
  });

  rule(
    "P11.1 the records of a person are all of their events in their current state, hidden ones too, in parts",
    (open) => {
      const log = open();
      fill(log, [message(1), { ...message(2), uid: "ben" }, edit(3, 1, "new"), reaction(4, 2, "👍", true)]);
      log.append(message(5), 500, "ada");
      log.flush();
      fill(log, [
        { type: "delete", ...stamp(6), uid: "moderator", target: 1 },
        { type: "notice", ...stamp(7), notice: "rename", username: "Ada L.", previous: "Ada" },
      ]);
      const records = [];
      for (let part = open().recordsOf("ada", "", 2); part.length > 0; ) {
        records.push(...part);
        part = log.recordsOf("ada", part.at(-1)?.cursor ?? "", 2);
      }
      const bySeq = records.sort((one, other) => one.event.seq - other.event.seq);
      expect(bySeq).toMatchObject([
        { event: { type: "message", seq: 1, id: "", deleted: true } },
        { event: { type: "edit", seq: 3, id: "", message: "" } },
        { event: { type: "reaction", seq: 4, on: true } },
        { event: { type: "message", seq: 5, message: "text 5" }, onlyFor: "ada" },
        { event: { type: "notice", seq: 7, previous: "Ada" } },
      ]);
      expect(log.recordsOf("ada", "", 9, 4)).toHaveLength(3);
    },
  );

  rule("P11.3 forgotten events have no name, no id and no reaction, and are not found again", (open) => {
    const log = open();
    const own = (seq: number) => ({ ...stamp(seq), id: `by Ada ${seq}` });
    fill(log, [
      message(1, { id: "by Ada 1" }),
      { ...message(2, { username: "Ben" }), uid: "ben" },
      { type: "edit", ...own(3), target: 1, message: "by Ada as well" },
      { type: "reaction", ...own(4), target: 2, emoji: "👍", on: true },
    ]);
    log.append(message(5, { id: "by Ada 5" }), 500, "ada");
    log.flush();
    fill(log, [{ type: "notice", ...own(6), notice: "rename", username: "Ada L.", previous: "Ada" }]);
    fill(log, [
      { type: "delete", ...stamp(7), target: 1 },
      { type: "delete", ...stamp(8), target: 5 },
      { type: "reaction", ...stamp(9), target: 2, emoji: "👍", on: false },
    ]);
    log.forget([1, 3, 4, 5, 6]);
    for (const each of [log, open()]) {
      const told = JSON.stringify([each.after(0, MODERATOR_VIEWER), each.page({ limit: 9 }, MODERATOR_VIEWER)]);
      // Ben's message has the same name.
      expect(told).not.toMatch(/Ada|erased-/);
      // P8.29: deleted messages of other people have no such mark.
      expect(each.page({ limit: 9 }, MODERATOR_VIEWER).filter(({ erased }) => erased)).toMatchObject([
        { seq: 1, deleted: true, username: "" },
        { seq: 5, deleted: true, username: "" },
      ]);
      expect(each.after(3, MODERATOR_VIEWER)[0]).toMatchObject({ type: "reaction", seq: 4, on: false });
      expect(each.reactors({ target: 2, emoji: "👍", limit: 9 }, MODERATOR_VIEWER)).toEqual([]);
      expect(each.find("ada", "by Ada 1")).toBeUndefined();
      expect(each.recordsOf("ada", "", 9, 6)).toEqual([]);
    }
  });

  rule("P11.5 the first event since a time is found in every part of the log, a few events at a time", (open) => {
    const log = open();
    fill(log, [message(1), edit(2, 1, "new")]);
    log.append(message(3), 300, "ada");
    log.flush();
    fill(log, [message(4)]);
    expect([1_001, 1_002, 1_003, 1_004].map((at) => open().firstSince(at, 9))).toEqual(
      [1, 2, 3, 4].map((seq) => ({ seq, at: 1_000 + seq })),
    );
    expect(log.firstSince(1_004, 2)).toEqual({ seq: 3 });
    expect(log.firstSince(9_999, 9)).toEqual({ seq: 5 });
  });

  rule("P3.12 the length of what follows counts texts, also of edits, and is a lower bound", (open) => {
    const log = open();
    const text = "x".repeat(1_000);
    fill(log, [message(1, { message: text }), edit(2, 1, text), edit(3, 1, text)]);
    log.append(message(4, { message: text }), 400, "ada");
    log.flush();
    for (const [since, texts] of [0, 1, 2, 3].map((seq) => [seq, 3 - seq] as const)) {
      const length = open().lengthAfter(since);
      expect(length).toBeGreaterThanOrEqual(texts * 1_000);
      expect(length).toBeLessThanOrEqual(JSON.stringify(log.after(since, PUBLIC_VIEWER)).length);
    }
  });

  rule("P4.4 pruned events are gone, and the log continues from its head", (open) => {
    const log = open();
    fill(log, [message(1), edit(2, 1, "new"), message(3)]);
    log.prune(3);
    for (const each of [log, open()]) {
      expect(each.oldest()).toBe(3);
      expect(each.head()).toBe(3);
      expect(each.page({ limit: 9 }, PUBLIC_VIEWER)).toEqual([message(3)]);
      expect(each.after(2, PUBLIC_VIEWER)).toEqual([message(3)]);
      expect(each.find("ada", "id-1")).toBeUndefined();
    }
    fill(log, [edit(4, 1, "a change of what is gone"), message(5)]);
    expect(log.after(3, PUBLIC_VIEWER).map(({ seq }) => seq)).toEqual([4, 5]);
    log.prune(6);
    expect(open().head()).toBe(5);
  });
}
