import { useMemo } from "preact/hooks";
import { Chunk } from "./chunk.tsx";
import type { Stretch as StretchOfLog } from "./chunks.ts";
import type { LogTools } from "./log-tools.ts";
import { useMeasured } from "./use-measured.ts";

/** A long part of the log. What it consists of is looked at only when something in it changed. */
export function Stretch({ stretch, tools }: { stretch: StretchOfLog; tools: LogTools }) {
  const element = useMeasured(stretch.chunks[0]?.key);
  const chunks = useMemo(
    () => stretch.chunks.map((chunk) => <Chunk key={chunk.key} chunk={chunk} tools={tools} />),
    [stretch, tools],
  );
  return (
    <div ref={element} class="stretch">
      {chunks}
    </div>
  );
}
