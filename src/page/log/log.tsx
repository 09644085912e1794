import { useMemo, useRef } from "preact/hooks";
import { machineTime } from "../i18n/format.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen } from "../model/view.ts";
import { NoteLine } from "../people/note-line.tsx";
import { useSetting } from "../settings/settings.ts";
import { type Block, blocksOf } from "./lines.ts";
import { LoadOlder } from "./load-older.tsx";
import { MessageBlock } from "./message-block.tsx";
import { Unsent } from "./unsent.tsx";
import { useHoldInPlace } from "./use-hold-in-place.ts";
import { useSettled } from "./use-settled.ts";
import { useStickToBottom } from "./use-stick-to-bottom.ts";

/** What was said, the newest at the bottom, and below it what is not sent yet. */
export function Log({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const messages = useView(chat, (view) => view.messages);
  const allNotes = useView(chat, (view) => view.notes);
  const showsComings = useSetting("showsComings");
  const starts = useView(chat, (view) => view.starts);
  const isEntered = useView(chat, ({ status }) => status.state === "entered");
  // What is below reads these where it needs them; it is all shown anew when one of them is another.
  useView(chat, ({ self }) => self);
  useView(chat, ({ members }) => members);
  useView(chat, isOpen);
  const blocks = useMemo(() => {
    const notes = showsComings ? allNotes : allNotes.filter(({ kind }) => kind !== "presence");
    return blocksOf(messages, notes);
  }, [messages, allNotes, showsComings]);
  const frame = useRef<HTMLElement>(null);
  const { isAway, toBottom } = useStickToBottom(frame);
  useHoldInPlace(frame, messages[0]?.seq ?? Number.POSITIVE_INFINITY);
  // A reader is told of what is said from now on, not of what was said before and is only shown now.
  const isNews = useSettled(starts);
  return (
    <div class="log-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard as well */}
      <section ref={frame} class="log" aria-label={log.messages} tabIndex={0}>
        <div class="log-content">
          <LoadOlder chat={chat} onAll={() => frame.current?.focus({ preventScroll: true })} />
          <div role="log" aria-live={isNews ? "polite" : "off"}>
            <ol class="lines">
              {blocks.map((block) => (
                <BlockItem key={block.key} chat={chat} block={block} />
              ))}
              {isEntered && messages.length === 0 && <li class="note">{log.empty}</li>}
            </ol>
          </div>
          <Unsent chat={chat} />
        </div>
      </section>
      {isAway && (
        <button type="button" class="button to-bottom" onClick={toBottom}>
          {log.toNewest}
        </button>
      )}
    </div>
  );
}

function BlockItem({ block, chat }: { block: Block; chat: Chat }) {
  const words = useWords();
  switch (block.kind) {
    case "messages":
      return <MessageBlock chat={chat} messages={block.messages} />;
    case "note":
      return <NoteLine note={block.note} />;
    case "day":
      return (
        <li class="day">
          <time dateTime={machineTime(block.at)}>{words.format.day(block.at)}</time>
        </li>
      );
  }
}
