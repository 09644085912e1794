import { expect, test } from "vitest";
import type { MessageObject } from "../../src/protocol/messages.ts";
import type { History } from "../../src/room/history.ts";

function event(seq: number, fields: Partial<MessageObject> = {}): MessageObject {
  const event = {
    type: "message",
    seq,
    at: 1_000 + seq,
    uid: "ada",
    id: `id-${seq}`,
    username: "Ada",
    message: "hello",
  };
  return { ...event, ...fields } as MessageObject; // the spread of a partial widens `type`
}

/**
 * What every history has to do; run over each implementation.
 *
 * @param withHistory gives a fresh log; each call of `open` reads that same log anew
 */
export function historyContract(withHistory: (check: (open: () => History) => void) => Promise<void> | void): void {
  const rule = (title: string, check: (open: () => History) => void) => test(title, () => withHistory(check));

  rule("a new log has head 0 and nothing in it", (open) => {
    const history = open();
    expect(history.head()).toBe(0);
    expect(history.newest(100)).toEqual([]);
    expect(history.find("ada", "id-1")).toBeUndefined();
  });

  rule("P4.2 head follows what is appended", (open) => {
    const history = open();
    history.append(event(1));
    history.append(event(2));
    expect(history.head()).toBe(2);
  });

  rule("P4.4 a log that is opened again is as it was", (open) => {
    const before = open();
    before.append(event(1));
    before.append(event(2));
    const after = open();
    expect(after.head()).toBe(2);
    expect(after.newest(2)).toEqual([event(1), event(2)]);
  });

  rule("P2.2 an event comes back as it was appended, with every field", (open) => {
    const history = open();
    const odd = event(1, {
      message: "naïve\n😀\u2028 'quoted' \"twice\"",
      color: "#f00",
      nested: { list: [1, null, "two"] },
    });
    history.append(odd);
    expect(history.newest(1)).toEqual([odd]);
  });

  rule("P2.5 newest gives the last events, oldest first, and no more than asked", (open) => {
    const history = open();
    for (const seq of [1, 2, 3]) history.append(event(seq));
    expect(history.newest(2)).toEqual([event(2), event(3)]);
    expect(history.newest(0)).toEqual([]);
  });

  rule("P4.3 find knows a command by its uid and id together", (open) => {
    const history = open();
    history.append(event(1, { uid: "ada", id: "same" }));
    history.append(event(2, { uid: "ben", id: "same" }));
    expect(history.find("ben", "same")).toEqual(event(2, { uid: "ben", id: "same" }));
    expect(history.find("cyd", "same")).toBeUndefined();
  });

  rule("P4.3 the same uid and id cannot be stored twice, nor the same seq", (open) => {
    const history = open();
    history.append(event(1));
    expect(() => history.append(event(2, { id: "id-1" }))).toThrow();
    expect(() => history.append(event(1, { id: "other" }))).toThrow();
    expect(history.head()).toBe(1);
  });
}
