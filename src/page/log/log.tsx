import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Reaction } from "../../client/index.ts";
import { language } from "../i18n/language.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { isOpen } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { Lazy } from "../ui/lazy.tsx";
import { LoadOlder } from "./load-older.tsx";
import { anchorOf, createActiveRows, useJump, useMessageKeys } from "./log-navigation.ts";
import { useHoldInPlace, useSettled, useStickToBottom } from "./log-scroll.ts";
import type { LogTools } from "./message-row.tsx";
import { SectionView, useSections } from "./section.tsx";
import { Unsent } from "./unsent.tsx";
import { countNew, useIsVisible, useReadPosition } from "./use-read-position.ts";

/** Milliseconds for which an announcement is shown: time to read a line. */
const ANNOUNCE_MS = 2_500;

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
  const sections = useSections(chat, reading.divider);
  useMessageKeys(frame, active);
  useHoldInPlace(frame, messages[0]?.seq ?? Number.POSITIVE_INFINITY);
  // Screen readers announce new messages, and not old ones that have just loaded.
  const isNews = useSettled(starts);
  const [announcement, announce] = useState("");
  useEffect(() => {
    const timer = setTimeout(announce, ANNOUNCE_MS, "");
    return () => clearTimeout(timer);
  }, [announcement]);
  const jump = useJump(chat, isOnline, () => announce(language.value.log.noSuchMessage));
  // Scrolls to the message that the user has sent.
  const sends = useView(chat, (view) => view.sends);
  useEffect(toBottom, [sends]);
  const [deleting, askToDelete] = useState<number>();
  useEffect(() => {
    if (deleting === undefined) return;
    // Restores the focus after the dialog: the message's actions may have disappeared.
    return () => document.getElementById(anchorOf(deleting))?.focus({ preventScroll: true });
  }, [deleting]);
  const [reactors, setReactors] = useState<{ seq: number; reaction: Reaction; beside: HTMLElement }>();
  const tools = useMemo<LogTools>(
    () => ({
      chat,
      marked,
      blocked,
      active,
      own,
      canAct,
      jump,
      announce,
      askToDelete,
      showReactors: (seq, reaction, beside) => setReactors({ seq, reaction, beside }),
    }),
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
          <p id="log-keys" hidden>
            {log.keys}
          </p>
          <LoadOlder chat={chat} frame={frame} />
          <div class="rows" role="log" aria-live={isNews ? "polite" : "off"} aria-relevant="additions">
            {sections.map((section) => (
              <SectionView key={section.key} section={section} tools={tools} />
            ))}
            {isOnline && messages.length === 0 && <p class="system-message">{log.empty}</p>}
          </div>
          <Unsent chat={chat} />
        </div>
      </section>
      <p class="log-announcement" role="status">
        {announcement}
      </p>
      {isAway && (
        <button type="button" class="button to-bottom" data-new={fresh > 0} onClick={toBottom}>
          {fresh > 0 ? log.newMessages(fresh) : log.toNewest}
        </button>
      )}
      <Lazy isNeeded={fresh > 0}>{({ UnreadBadge }) => <UnreadBadge count={isVisible ? 0 : fresh} />}</Lazy>
      <Lazy isNeeded={false}>{({ Notifications }) => <Notifications chat={chat} onOpen={jump} />}</Lazy>
      {deleting !== undefined && (
        <Lazy>
          {({ DeleteDialog }) => (
            <DeleteDialog onDelete={() => chat.delete(deleting)} onClose={() => askToDelete(undefined)} />
          )}
        </Lazy>
      )}
      {reactors !== undefined && (
        <Lazy>{({ Reactors }) => <Reactors chat={chat} {...reactors} onClose={() => setReactors(undefined)} />}</Lazy>
      )}
    </div>
  );
}
