import type { RefObject } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import * as v from "valibot";
import type { Message } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import { createPersistedStore } from "../model/persisted-store.ts";
import { createReadTracker, type ReadPosition, type ReadTracker, SavedReadPosition } from "../model/read-position.ts";
import { useStore } from "../model/store.ts";
import { rowAt } from "./log-navigation.ts";

/**
 * Tracks what the user has read: messages that arrive while the bottom is visible, and those they scroll past.
 *
 * @param isAway whether the user has scrolled up
 */
export function useReadPosition(chat: Chat, frame: RefObject<HTMLElement | null>, isAway: boolean): ReadPosition {
  const reader = useMemo(() => {
    const kept = createPersistedStore(`parley.read.${chat.view.room}`, v.optional(SavedReadPosition), undefined);
    return createReadTracker(chat, { now: () => Date.now(), kept });
  }, [chat]);
  const isVisible = useIsVisible();
  useEffect(() => reader.attend(isVisible && !isAway), [reader, isVisible, isAway]);
  useEffect(() => {
    const { current } = frame;
    if (current === null || !isAway || !isVisible) return;
    return watchLowest(current, reader);
  }, [reader, isVisible, isAway]);
  return useStore(reader, ({ value }) => value);
}

/** Whether the page is visible: not in a background tab, nor minimized. */
export function useIsVisible(): boolean {
  const [isVisible, setIsVisible] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const look = () => setIsVisible(document.visibilityState === "visible");
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isVisible;
}

/** Milliseconds between two measurements while the log scrolls: each costs part of a frame. */
const LOOK_EVERY_MS = 200;

/** Reports the lowest visible message while the log scrolls. */
function watchLowest(frame: HTMLElement, reader: ReadTracker): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    waiting = undefined;
    const { bottom, left, width } = frame.getBoundingClientRect();
    const seq = rowAt(document.elementFromPoint(left + width / 2, bottom - 1))?.seq;
    if (seq !== undefined) reader.saw(seq);
  };
  const onScroll = () => {
    waiting ??= setTimeout(look, LOOK_EVERY_MS);
  };
  frame.addEventListener("scroll", onScroll, { passive: true });
  return () => {
    frame.removeEventListener("scroll", onScroll);
    clearTimeout(waiting);
  };
}

/**
 * The number of unread messages from others.
 *
 * @param messages by `seq`
 * @param seen the last read `seq`
 * @param own the user's `uid`
 */
export function countNew(messages: readonly Message[], seen: number, own: string | undefined): number {
  let count = 0;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || message.seq <= seen) break;
    if (message.uid !== own && message.deleted !== true) count += 1;
  }
  return count;
}
