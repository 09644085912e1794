import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { rowAt } from "../../log/log-navigation.ts";
import type { Chat } from "../../model/chat.ts";
import { markSeen, type ReadTracker } from "../../model/read-position.ts";
import { FirstNew } from "./first-new.tsx";
import { useShareReading } from "./share-reading.ts";

/** Milliseconds between two measurements while the log scrolls: each costs part of a frame. */
const LOOK_EVERY_MS = 200;

interface Props {
  readonly chat: Chat;
  /** The log, which scrolls. */
  readonly frame: RefObject<HTMLElement | null>;
  readonly reader: ReadTracker;
  /** Whether the user has scrolled up. */
  readonly isUp: boolean;
  readonly onJump: (seq: number) => void;
}

/** Follows what the user reads, by scrolling and on other devices, and leads to what they have not. */
export function FollowReading({ chat, frame, isUp, onJump, reader }: Props) {
  useShareReading(chat, reader);
  useReadByScrolling(frame, reader, isUp);
  return <FirstNew chat={chat} frame={frame} reader={reader} onJump={onJump} />;
}

/** Marks messages as read that scroll past, by the lowest visible one. */
function useReadByScrolling(frame: Props["frame"], reader: ReadTracker, isUp: boolean): void {
  useEffect(() => {
    const { current } = frame;
    if (current === null || !isUp) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      waiting = undefined;
      if (document.visibilityState !== "visible") return;
      const { bottom, left, width } = current.getBoundingClientRect();
      const seq = rowAt(document.elementFromPoint(left + width / 2, bottom - 1))?.seq;
      if (seq !== undefined) reader.update((reading) => markSeen(reading, seq, Date.now()));
    };
    const onScroll = () => {
      waiting ??= setTimeout(look, LOOK_EVERY_MS);
    };
    current.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      current.removeEventListener("scroll", onScroll);
      clearTimeout(waiting);
    };
  }, [reader, isUp]);
}
