import { isAtLeast, type RoomClient, RoomError, type Stored } from "../../client/index.ts";
import type { ViewStore } from "./view-store.ts";

/** Sends what slow mode refused, as soon as it allows the next message. */
export interface SlowModeResend {
  listen(opened: RoomClient): void;
  /** Waits when slow mode refuses a message. */
  follow(sent: Promise<Stored>): void;
}

export function createSlowModeResend(store: ViewStore, room: () => RoomClient): SlowModeResend {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (ms: number) => {
    clearTimeout(timer);
    store.set({ waitUntil: Date.now() + ms });
    timer = setTimeout(() => {
      store.set({ waitUntil: 0 });
      const refused = store.view.pending.find(({ error }) => error?.code === "slow_mode");
      if (refused !== undefined) follow(room().retry(refused.id));
    }, ms);
  };
  const follow = (sent: Promise<Stored>) =>
    void sent.catch((error: unknown) => {
      if (error instanceof RoomError && error.code === "slow_mode") wait(error.retryAfter ?? 0);
    });
  return {
    follow,
    listen: (opened) =>
      opened.on("event", (event) => {
        const { self, settings } = opened.state;
        const isSlowed = settings.slowMode > 0 && !isAtLeast(self?.role ?? "guest", "moderator");
        if (event.type !== "message" || event.uid !== self?.uid || !isSlowed) return;
        const ms = settings.slowMode * 1_000;
        // A resume brings older messages. The room's clock may be ahead of this one, but no one waits longer than the interval.
        const left = Math.min(event.at + ms - Date.now(), ms);
        if (left > 0) wait(left);
      }),
  };
}
