import { test } from "vitest";
import { MemoryHistory } from "../support/memory-history.ts";
import { checkRoomModel } from "../support/room-model.ts";

test("P4 whatever happens, a snapshot and the events since are the later snapshot, over the history in memory", () => {
  let epochs = 0;
  checkRoomModel(
    {
      create: () => new MemoryHistory(`epoch-${++epochs}`),
      reopen: (history) => history,
      // `append` is the only write of a turn, and it writes nothing where it throws.
      transaction: (turn) => turn(),
    },
    500,
  );
}, 60_000);
