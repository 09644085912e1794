import { useEffect, useMemo, useRef } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useStore } from "../model/store.ts";
import { isOpen } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { Lazy } from "../ui/lazy.tsx";
import { LoadOlder } from "./load-older.tsx";
import { createActiveRows, useJump } from "./log-navigation.ts";
import { useHoldInPlace, useSettled, useStickToBottom } from "./log-scroll.ts";
import type { LogTools } from "./message-row.tsx";
import { SectionView, useSections } from "./section.tsx";
import { Unsent } from "./unsent.tsx";
import { countNew, useIsVisible, useReadTracker } from "./use-read-position.ts";

/** The messages, newest at the bottom, followed by the unsent ones. */
export function Log({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const messages = useView(chat, (view) => view.messages);
  const starts = useView(chat, (view) => view.starts);
  const isOnline = useView(chat, ({ status }) => status.state === "online");
  const own = useView(chat, ({ self }) => self?.uid);
  const canAct = useView(chat, isOpen);
  const marked = useView(chat, (view) => view.marked);
  const blocked = useView(chat, (view) => view.blocked);
  const hasPins = useView(chat, ({ pinned }) => pinned.length > 0);
  const frame = useRef<HTMLElement>(null);
  const active = useMemo(createActiveRows, []);
  // Before a jump, whose target decides.
  useHoldInPlace(frame, messages[0]?.seq ?? Number.POSITIVE_INFINITY);
  const { around, jump, leave, reveal } = useJump(chat, isOnline);
  const { isAway: isUp, toBottom } = useStickToBottom(frame);
  const isAway = isUp || around !== undefined;
  const isVisible = useIsVisible();
  const reader = useReadTracker(chat, isVisible && !isAway);
  const reading = useStore(reader, ({ value }) => value);
  const isEmpty = isOnline && messages.length === 0;
  const sections = useSections(chat, reading.divider);
  // Screen readers announce new messages, and not old ones that have just loaded.
  const isNews = useSettled(starts);
  // Scrolls to the message that the user has sent.
  const sends = useView(chat, (view) => view.sends);
  const toLatest = () => {
    leave();
    toBottom();
  };
  useEffect(toLatest, [sends]);
  const tools = useMemo<LogTools>(
    () => ({ chat, marked, blocked, active, own, canAct, jump }),
    [chat, own, canAct, marked, blocked],
  );
  const fresh = countNew(messages, reading.seen, own);
  return (
    <div class="log-frame">
      {hasPins && <Lazy>{({ PinnedBar }) => <PinnedBar chat={chat} onJump={jump} />}</Lazy>}
      <section
        ref={frame}
        class="log"
        aria-label={log.messages}
        aria-describedby="log-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard as well
        tabIndex={0}
        inert={around !== undefined}
      >
        <div class="log-content">
          <LoadOlder chat={chat} frame={frame} />
          <div class="rows" role="log" aria-live={isNews ? "polite" : "off"} aria-relevant="additions">
            {sections.map((section) => (
              <SectionView key={section.key} section={section} tools={tools} />
            ))}
            <Lazy isNeeded={false}>{({ EmptyRoom }) => isEmpty && <EmptyRoom chat={chat} />}</Lazy>
          </div>
          <Unsent chat={chat} />
          <Lazy isNeeded={false}>{({ Outgoing }) => <Outgoing chat={chat} />}</Lazy>
        </div>
      </section>
      {around && (
        <Lazy>
          {({ Around }) => (
            <Around key={around.seq} around={around} tools={tools} reveal={reveal} leave={leave} toLatest={toLatest} />
          )}
        </Lazy>
      )}
      {isAway && (
        <button type="button" class="button log-jump" data-new={fresh > 0} onClick={toLatest}>
          {fresh > 0 ? log.newMessages(fresh) : log.toNewest}
        </button>
      )}
      <Lazy isNeeded={false}>
        {({ FollowReading, MessageKeys, Notifications, Search, UnreadBadge }) => (
          <>
            <FollowReading chat={chat} frame={frame} reader={reader} isUp={isUp} onJump={jump} />
            <MessageKeys chat={chat} frame={frame} active={active} />
            <Notifications chat={chat} onJump={jump} />
            <Search chat={chat} onJump={jump} />
            <UnreadBadge chat={chat} count={isVisible ? 0 : fresh} />
          </>
        )}
      </Lazy>
    </div>
  );
}
