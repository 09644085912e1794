import { test } from "vitest";
import { MemoryEventLog } from "../../support/memory-event-log.ts";
import { memoryStores } from "../../support/memory-stores.ts";
import { checkRoomModel } from "../../support/room-model.ts";

test("P4, P9 after any sequence of commands, snapshot(k) + events = snapshot(n) and every rule holds, in memory", () => {
  let epochs = 0;
  checkRoomModel(
    {
      create: () => ({ ...memoryStores(), log: new MemoryEventLog(`epoch-${++epochs}`) }),
      reopen: (storage) => storage,
      // `append` is the only write of a turn that the model makes fail, and it writes nothing if it throws.
      transaction: (turn) => turn(),
    },
    500,
  );
});
