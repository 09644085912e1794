import { useEffect, useMemo, useRef } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { isOpen } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { Lazy, withParts } from "../ui/lazy.tsx";
import { LoadOlder } from "./load-older.tsx";
import { createActiveRows, useJump } from "./log-navigation.ts";
import { useHoldInPlace, useSettled, useStickToBottom } from "./log-scroll.ts";
import type { LogTools } from "./message-row.tsx";
import { SectionView, useSections } from "./section.tsx";
import { Unsent } from "./unsent.tsx";
import { countNew, useIsVisible, useReadPosition } from "./use-read-position.ts";

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
  const { isAway, toBottom } = useStickToBottom(frame);
  const reading = useReadPosition(chat, frame, isAway);
  const isEmpty = isOnline && messages.length === 0;
  const sections = useSections(chat, reading.divider);
  useHoldInPlace(frame, messages[0]?.seq ?? Number.POSITIVE_INFINITY);
  // Screen readers announce new messages, and not old ones that have just loaded.
  const isNews = useSettled(starts);
  const jump = useJump(chat, isOnline, () => withParts(({ sayNoMessage }) => sayNoMessage()));
  // Scrolls to the message that the user has sent.
  const sends = useView(chat, (view) => view.sends);
  useEffect(toBottom, [sends]);
  const tools = useMemo<LogTools>(
    () => ({ chat, marked, blocked, active, own, canAct, jump }),
    [chat, own, canAct, marked, blocked],
  );
  const fresh = countNew(messages, reading.seen, own);
  const isVisible = useIsVisible();
  return (
    <div class="log-frame">
      {hasPins && <Lazy>{({ PinnedBar }) => <PinnedBar chat={chat} onJump={jump} />}</Lazy>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard as well */}
      <section ref={frame} class="log" aria-label={log.messages} aria-describedby="log-keys" tabIndex={0}>
        <div class="log-content">
          <LoadOlder chat={chat} frame={frame} />
          <div class="rows" role="log" aria-live={isNews ? "polite" : "off"} aria-relevant="additions">
            {sections.map((section) => (
              <SectionView key={section.key} section={section} tools={tools} />
            ))}
            <Lazy isNeeded={false}>{({ EmptyRoom }) => isEmpty && <EmptyRoom room={chat.view.room} />}</Lazy>
          </div>
          <Unsent chat={chat} />
        </div>
      </section>
      {isAway && (
        <button type="button" class="button to-bottom" data-new={fresh > 0} onClick={toBottom}>
          {fresh > 0 ? log.newMessages(fresh) : log.toNewest}
        </button>
      )}
      <Lazy isNeeded={fresh > 0}>{({ UnreadBadge }) => <UnreadBadge count={isVisible ? 0 : fresh} />}</Lazy>
      <Lazy isNeeded={false}>{({ MessageKeys }) => <MessageKeys chat={chat} frame={frame} active={active} />}</Lazy>
      <Lazy isNeeded={false}>{({ Notifications }) => <Notifications chat={chat} onOpen={jump} />}</Lazy>
    </div>
  );
}
