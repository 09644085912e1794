import { useLayoutEffect } from "preact/hooks";
import type { Chat } from "../../model/chat.ts";
import type { ReadPosition, ReadTracker } from "../../model/read-position.ts";
import type { View } from "../../model/view.ts";

/** Milliseconds after something arrived in which a room is certainly awake. It sleeps after about ten seconds. */
const AWAKE_MS = 8_000;

/** Milliseconds after something arrived, in which the user may read more. */
const SETTLE_MS = 3_000;

/** Milliseconds between two reports while the user looks on, so that a crowd of readers costs next to nothing. */
const REPORT_EVERY_MS = 5 * 60_000;

/**
 * Shares with the user's other devices what has been read (P3.42). Reports are sent only while the room is awake anyway, or is
 * about to be woken by the end of the connection.
 */
export function useShareReading(chat: Chat, reader: ReadTracker): void {
  // At once: an event that arrives before an effect after painting would not be heard.
  useLayoutEffect(() => {
    const { room } = chat;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let [heardAt, reportedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let reported = 0;
    const report = () => {
      clearTimeout(timer);
      timer = undefined;
      const { epoch, seen } = reader.value;
      const { position, readTo } = chat.view;
      if (readTo === undefined || epoch !== position?.epoch || seen <= Math.max(readTo, reported)) return;
      room.read(seen);
      reported = seen;
      reportedAt = Date.now();
    };
    const heard = () => {
      heardAt = Date.now();
      if (heardAt - reportedAt >= REPORT_EVERY_MS) timer ??= setTimeout(report, SETTLE_MS);
    };
    const follow = () => {
      const { position, readTo } = chat.view;
      if (readTo === undefined || position?.epoch !== reader.value.epoch) return;
      reader.update((reading) => readElsewhere(reading, readTo, chat.view.messages.at(-1)?.seq ?? 0, Date.now()));
    };
    const onVisibility = () => {
      if (document.visibilityState === "hidden" && Date.now() - heardAt < AWAKE_MS) report();
    };
    const ends = [
      room.on("event", heard),
      room.on("status", ({ state }) => {
        if (state !== "online") return;
        reportedAt = Number.NEGATIVE_INFINITY;
        heard();
      }),
      chat.subscribe(follow, new Set<keyof View>(["readTo", "position"])),
    ];
    if (chat.view.status.state === "online") heard();
    follow();
    document.addEventListener("visibilitychange", onVisibility);
    addEventListener("pagehide", report);
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
      document.removeEventListener("visibilitychange", onVisibility);
      removeEventListener("pagehide", report);
    };
  }, [chat.room, reader]);
}

/** Messages read on another device count as read here as well. The divider moves to the first message that is not. */
export function readElsewhere(reading: ReadPosition, seq: number, newest: number, now: number): ReadPosition {
  if (seq <= reading.seen) return reading;
  const divider = reading.divider === undefined || seq >= newest ? undefined : { after: seq, since: now };
  return { ...reading, seen: seq, seenAt: now, divider };
}
