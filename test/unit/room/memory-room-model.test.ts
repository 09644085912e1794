import { test } from "vitest";
import { MemoryHistory } from "../../support/memory-event-log.ts";
import { memoryStores } from "../../support/memory-stores.ts";
import { checkRoomModel } from "../../support/room-model.ts";

test("P4, P9 whatever happens, a snapshot and the events since are the later snapshot, and the rules hold, in memory", () => {
  let epochs = 0;
  checkRoomModel(
    {
      create: () => ({ ...memoryStores(), history: new MemoryHistory(`epoch-${++epochs}`) }),
      reopen: (storage) => storage,
      // `append` is the only write of a turn that the model makes fail, and it writes nothing where it throws.
      transaction: (turn) => turn(),
    },
    500,
  );
}, 60_000);
