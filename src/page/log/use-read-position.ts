import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import * as v from "valibot";
import type { Message } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import { createPersistedStore } from "../model/persisted-store.ts";
import { createReadTracker, type ReadTracker, SavedReadPosition } from "../model/read-position.ts";

/** Tracks how far the user has read. The bottom of the log is read while it is visible. */
export function useReadTracker(chat: Chat, isAtBottom: boolean): ReadTracker {
  const reader = useMemo(() => {
    const kept = createPersistedStore(`parley.read.${chat.view.room}`, v.optional(SavedReadPosition), undefined);
    return createReadTracker(chat, { now: () => Date.now(), kept });
  }, [chat]);
  // At once: a hidden page paints no more, and what arrives before an effect after painting would count as read.
  useLayoutEffect(() => reader.attend(isAtBottom), [reader, isAtBottom]);
  return reader;
}

/** Whether the page is visible: not in a background tab, nor minimized. */
export function useIsVisible(): boolean {
  const [isVisible, setIsVisible] = useState(document.visibilityState === "visible");
  useLayoutEffect(() => {
    const look = () => setIsVisible(document.visibilityState === "visible");
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isVisible;
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
