import type { Member } from "../protocol/server-objects.ts";
import type { Engine } from "./engine.ts";
import { quietly } from "./quietly.ts";
import { RoomError } from "./room-error.ts";

/** Waits until a client is connected and caught up, or until it can't be without help. */
export function whenOnline({ model }: Engine): Promise<Member> {
  return quietly(
    new Promise((resolve, reject) => {
      const check = () => {
        const { self, status } = model;
        if (status.state === "online" && self !== undefined) resolve(self);
        else if (status.state === "refused" || status.state === "failed")
          reject(status.error ?? new RoomError("closed"));
        else if (status.state === "closed") reject(new RoomError("closed"));
        else return;
        off();
      };
      const off = model.events.on("status", check);
      check();
    }),
  );
}
