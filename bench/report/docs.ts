import { writeFileSync } from "node:fs";
import { writeFigures } from "./docs-figures.ts";
import { plotLatency, plotMemory, plotSaturation } from "./plots.ts";
import type { Run } from "./run-record.ts";
import { renderReport } from "./tables.ts";

const docs = new URL("../../docs/", import.meta.url);

/** Writes the figures of docs/performance.md, and the plots beside it. */
export function writeDocs(run: Run): void {
  const plots = [
    ["saturation", "Deliveries per second at saturation", plotSaturation(run.figures)],
    ["latency", "Quiet latency", plotLatency(run.figures)],
    ["memory-saturation", "Peak memory at saturation", plotMemory(run.figures, "saturationGrownBytes")],
    ["memory-overload", "Peak memory at four times capacity", plotMemory(run.figures, "overloadGrownBytes")],
  ] as const;
  const images = plots.map(([name, title, svg]) => {
    writeFileSync(new URL(`performance-${name}.svg`, docs), svg);
    return `![${title}](performance-${name}.svg)`;
  });
  writeFigures("performance.md", "npm run bench", [renderReport(run), ...images].join("\n\n"));
}
