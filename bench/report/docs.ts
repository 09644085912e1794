import { readFileSync, writeFileSync } from "node:fs";
import { plotLatency, plotSaturation } from "./plots.ts";
import type { Run } from "./run-record.ts";
import { renderReport } from "./tables.ts";

const docs = new URL("../../docs/", import.meta.url);
const BEGIN = "<!-- figures: written by npm run bench, from here -->";
const END = "<!-- to here -->";

/** Writes the figures between the markers of docs/performance.md, and the plots beside it. */
export function writeDocs(run: Run): void {
  const page = new URL("performance.md", docs);
  const text = readFileSync(page, "utf8");
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin === -1 || end < begin) throw new Error("docs/performance.md has lost its markers");
  const body = `${BEGIN}\n\n${renderReport(run)}\n\n`;
  writeFileSync(page, text.slice(0, begin) + body + text.slice(end));
  writeFileSync(new URL("performance-saturation.svg", docs), plotSaturation(run.figures));
  writeFileSync(new URL("performance-latency.svg", docs), plotLatency(run.figures));
}
