import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { COUNTED } from "../../bench/month/counts.ts";
import { plugInExport } from "../../src/capabilities/export/export.ts";
import { type ImportBatch, MAX_BATCH_MESSAGES } from "../../src/capabilities/import/batch.ts";
import { IMPORT_BATCH, plugInImport } from "../../src/capabilities/import/import.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { Room } from "../../src/room/room.ts";
import { countedRoom } from "./counted-room.ts";
import { freshRoom, stubOf } from "./test-socket.ts";

const OWNER = { type: "owner" } as const;

test("P17.6 P17.12 a message costs two rows to import, and one to export", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    const { rowsOf, stores } = countedRoom(storage);
    const capabilities = [plugInExport, plugInImport({ maxCharacters: 4_000, isFull: () => false })];
    const room = new Room({ name: "rows", limits: DEFAULT_LIMITS, ...stores, capabilities });
    let ids = 0;
    const ask = (request: Parameters<Room["ask"]>[1]) => {
      const { result } = room.ask(OWNER, request, { now: 1_000, newId: () => `new-${++ids}` });
      stores.log.flush();
      return result;
    };
    const batch = (from: number): ImportBatch => ({
      source: "slack",
      messages: Array.from({ length: MAX_BATCH_MESSAGES }, (_, index) => ({
        id: `id-${from + index}`,
        person: `i${"0".repeat(24)}`,
        username: "Ada",
        message: "hello",
        at: from + index,
      })),
      last: false,
    });
    // Parsed JSON, and what became of it, is JSON.
    const request = (from: number) => ({ type: IMPORT_BATCH, batch: JSON.parse(JSON.stringify(batch(from))) });
    ask(request(0));
    const imported = rowsOf(() => expect(ask(request(500))).toMatchObject({ value: { stored: 500 } }));
    expect(Math.floor(imported.written / MAX_BATCH_MESSAGES)).toBe(COUNTED.rowsWrittenAnImportedMessage);
    const exported = rowsOf(() =>
      expect(ask({ type: "export.page", after: 500 })).toMatchObject({ value: { messages: { length: 500 } } }),
    );
    expect(Math.floor(exported.read / MAX_BATCH_MESSAGES)).toBe(COUNTED.rowsReadAnExportedMessage);
    expect(exported.written).toBe(0);
  });
});
