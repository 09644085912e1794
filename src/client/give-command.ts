import type { JsonObject } from "../protocol/json.ts";
import { prepare } from "./command-frame.ts";
import type { Engine } from "./engine.ts";
import type { Stored } from "./pending.ts";
import { quietly } from "./quietly.ts";
import { RoomError } from "./room-error.ts";

/**
 * Adds a command to the outbox.
 *
 * @param create returns the command without its id; may throw
 * @returns rejects with a `RoomError`, also for a command that JSON can't express
 */
export function giveCommand(engine: Engine, id: string, create: () => JsonObject): Promise<Stored> {
  const { ending, model, outbox } = engine;
  return engine.batch(() => {
    try {
      if (ending.aborted) throw new RoomError("closed");
      return outbox.add(prepare({ id, ...create() }, model.limits?.message));
    } catch (error) {
      const known = error instanceof RoomError ? error : new RoomError("bad_command", undefined, { cause: error });
      return quietly(Promise.reject(known));
    }
  });
}
