import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Reaction } from "../../client/index.ts";
import { language } from "../i18n/language.ts";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen } from "../model/view.ts";
import { createActiveLines } from "./active-lines.ts";
import { anchorOf } from "./anchor.ts";
import { LoadOlder } from "./load-older.tsx";
import type { LogTools } from "./log-tools.ts";
import { countNew } from "./new-messages.ts";
import { Stretch } from "./stretch.tsx";
import { Unsent } from "./unsent.tsx";
import { useHoldInPlace } from "./use-hold-in-place.ts";
import { useJump } from "./use-jump.ts";
import { useMessageKeys } from "./use-message-keys.ts";
import { useIsVisible, useReading } from "./use-reading.ts";
import { useSettled } from "./use-settled.ts";
import { useStickToBottom } from "./use-stick-to-bottom.ts";
import { useStretches } from "./use-stretches.ts";

/** Milliseconds for which the page says what came of an action: time to read a line. */
const SAY_MS = 2_500;

/** What was said, the newest at the bottom, and below it what is not sent yet. */
export function Log({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const messages = useView(chat, (view) => view.messages);
  const starts = useView(chat, (view) => view.starts);
  const isEntered = useView(chat, ({ status }) => status.state === "entered");
  const own = useView(chat, ({ self }) => self?.uid);
  const canAct = useView(chat, isOpen);
  const marked = useView(chat, (view) => view.marked);
  const hasPins = useView(chat, ({ pinned }) => pinned.length > 0);
  const frame = useRef<HTMLElement>(null);
  const active = useMemo(createActiveLines, []);
  const { isAway, toBottom } = useStickToBottom(frame);
  const reading = useReading(chat, frame, isAway);
  const stretches = useStretches(chat, reading.stop);
  useMessageKeys(frame, active);
  useHoldInPlace(frame, messages[0]?.seq ?? Number.POSITIVE_INFINITY);
  // A reader is told of what is said from now on, not of what was said before and is only shown now.
  const isNews = useSettled(starts);
  const [said, say] = useState("");
  useEffect(() => {
    const timer = setTimeout(say, SAY_MS, "");
    return () => clearTimeout(timer);
  }, [said]);
  const jump = useJump(chat, isEntered, () => say(language.value.log.noSuchMessage));
  // Who says something wants to see it there.
  const sends = useView(chat, (view) => view.sends);
  useEffect(toBottom, [sends]);
  const [deleting, askToDelete] = useState<number>();
  useEffect(() => {
    if (deleting === undefined) return;
    // When the question is answered: the message's actions may be gone, and their focus with them.
    return () => document.getElementById(anchorOf(deleting))?.focus({ preventScroll: true });
  }, [deleting]);
  const [reactors, setReactors] = useState<{ reaction: Reaction; beside: HTMLElement }>();
  const tools = useMemo<LogTools>(
    () => ({
      chat,
      marked,
      active,
      own,
      canAct,
      jump,
      say,
      askToDelete,
      showReactors: (reaction, beside) => setReactors({ reaction, beside }),
    }),
    [chat, own, canAct, marked],
  );
  const fresh = countNew(messages, reading.seen, own);
  const isVisible = useIsVisible();
  return (
    <div class="log-frame">
      {hasPins && <Later>{({ PinnedBar }) => <PinnedBar chat={chat} onJump={jump} />}</Later>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard as well */}
      <section ref={frame} class="log" aria-label={log.messages} aria-describedby="log-keys" tabIndex={0}>
        <div class="log-content">
          <p id="log-keys" hidden>
            {log.keys}
          </p>
          <LoadOlder chat={chat} frame={frame} />
          <div class="lines" role="log" aria-live={isNews ? "polite" : "off"} aria-relevant="additions">
            {stretches.map((stretch) => (
              <Stretch key={stretch.key} stretch={stretch} tools={tools} />
            ))}
            {isEntered && messages.length === 0 && <p class="note">{log.empty}</p>}
          </div>
          <Unsent chat={chat} />
        </div>
      </section>
      <p class="log-says" role="status">
        {said}
      </p>
      {isAway && (
        <button type="button" class="button to-bottom" data-new={fresh > 0} onClick={toBottom}>
          {fresh > 0 ? log.newMessages(fresh) : log.toNewest}
        </button>
      )}
      <Later isNeeded={fresh > 0}>{({ UnreadBadge }) => <UnreadBadge count={isVisible ? 0 : fresh} />}</Later>
      <Later isNeeded={false}>{({ MentionNotices }) => <MentionNotices chat={chat} onOpen={jump} />}</Later>
      {deleting !== undefined && (
        <Later>
          {({ DeleteDialog }) => (
            <DeleteDialog onDelete={() => chat.delete(deleting)} onClose={() => askToDelete(undefined)} />
          )}
        </Later>
      )}
      {reactors !== undefined && (
        <Later>{({ Reactors }) => <Reactors chat={chat} {...reactors} onClose={() => setReactors(undefined)} />}</Later>
      )}
    </div>
  );
}
