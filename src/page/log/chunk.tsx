import { useMemo } from "preact/hooks";
import type { Words } from "../i18n/catalogue.ts";
import { machineTime } from "../i18n/format.ts";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import type { Block, Chunk as ChunkOfLog } from "./chunks.ts";
import type { LogTools } from "./log-tools.ts";
import { MessageBlock } from "./message-block.tsx";
import { useMeasured } from "./use-measured.ts";

/**
 * A stretch of the log. It is rendered anew only when something in it changes, and while it is out of sight the browser
 * leaves it out as well; yet all of it is there to be searched, listened to and focused.
 */
export function Chunk({ chunk, tools }: { chunk: ChunkOfLog; tools: LogTools }) {
  const words = useWords();
  const element = useMeasured(chunk.lines[0]?.message.seq);
  const blocks = useMemo(
    () => chunk.blocks.map((block) => <BlockItem key={block.key} block={block} tools={tools} words={words} />),
    [chunk, tools, words],
  );
  return (
    <div ref={element} class="chunk">
      {blocks}
    </div>
  );
}

function BlockItem({ block, tools, words }: { block: Block; tools: LogTools; words: Words }) {
  switch (block.kind) {
    case "messages":
      return <MessageBlock tools={tools} words={words} lines={block.lines} isContinued={block.isContinued} />;
    case "note":
      return <Later>{({ NoteLine }) => <NoteLine note={block.note} />}</Later>;
    case "day":
      return (
        <h2 class="day">
          <time dateTime={machineTime(block.at)}>{words.format.day(block.at)}</time>
        </h2>
      );
    case "stop":
      return <p class="stop">{words.log.newSince(sinceWords(words, block.since))}</p>;
  }
}

/** The time, where that was today; else the day. */
function sinceWords({ format }: Words, since: number): string {
  const isToday = new Date(since).toDateString() === new Date().toDateString();
  return isToday ? format.time(since) : format.day(since);
}
