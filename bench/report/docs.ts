import { writeFileSync } from "node:fs";
import { writeFigures } from "./docs-figures.ts";
import { plotLatency, plotSaturation } from "./plots.ts";
import type { Run } from "./run-record.ts";
import { renderReport } from "./tables.ts";

const docs = new URL("../../docs/", import.meta.url);

/** Writes the figures of docs/performance.md, and the plots beside it. */
export function writeDocs(run: Run): void {
  writeFigures("performance.md", "npm run bench", renderReport(run));
  writeFileSync(new URL("performance-saturation.svg", docs), plotSaturation(run.figures));
  writeFileSync(new URL("performance-latency.svg", docs), plotLatency(run.figures));
}
