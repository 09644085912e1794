import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Chat } from "./chat.ts";
import { type Block, blocksOf } from "./lines.ts";
import { MessageBlock } from "./message-block.tsx";
import { PendingLine } from "./pending-line.tsx";
import { fullDay, machineTime } from "./time.ts";
import { useStickToBottom } from "./use-stick-to-bottom.ts";

/** What was said, the newest at the bottom. */
export function Log({ chat }: { chat: Chat }) {
  const blocks = useComputed(() => blocksOf(chat.lines.value));
  const isSilent = useComputed(() => chat.lines.value.every(({ kind }) => kind !== "message"));
  const log = useRef<HTMLDivElement>(null);
  const { isAway, toBottom } = useStickToBottom(log);
  const isEntered = chat.status.value.state === "entered";
  return (
    <div class="log-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard as well */}
      <div ref={log} class="log" role="log" aria-label="Messages" tabIndex={0}>
        <ol class="lines">
          {blocks.value.map((block) => (
            <BlockItem key={block.key} block={block} />
          ))}
          {isEntered && isSilent.value && (
            <li class="note">Nobody has said anything here yet. You could be the first.</li>
          )}
          {chat.pending.value.map((pending) => (
            <PendingLine key={pending.id} pending={pending} isEntered={isEntered} onTakeBack={chat.takeBack} />
          ))}
        </ol>
      </div>
      {isAway && (
        <button type="button" class="button to-bottom" onClick={toBottom}>
          To the newest
        </button>
      )}
    </div>
  );
}

function BlockItem({ block }: { block: Block }) {
  switch (block.kind) {
    case "messages":
      return <MessageBlock lines={block.lines} />;
    case "note":
      return (
        <li class="note" dir="auto">
          {block.text}
        </li>
      );
    case "day":
      return (
        <li class="day">
          <time dateTime={machineTime(block.at)}>{fullDay(block.at)}</time>
        </li>
      );
  }
}
