import { quietly } from "./quietly.ts";
import { RoomError } from "./room-error.ts";

type OnDemand = typeof import("./on-demand.ts");

/**
 * Runs something that few sessions need, after its code has loaded.
 *
 * @returns rejects with `http` if the code can't be loaded
 */
export function onDemand<T>(run: (code: OnDemand) => Promise<T>): Promise<T> {
  const loaded = import("./on-demand.ts").catch((cause: unknown) => {
    throw new RoomError("http", undefined, { cause });
  });
  return quietly(loaded.then(run));
}
