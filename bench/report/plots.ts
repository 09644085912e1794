import type { Figure } from "../figures.ts";
import { SYSTEMS } from "../systems/index.ts";
import { renderBars } from "./svg.ts";
import { count, short } from "./text-format.ts";

/** Deliveries per second, by number of receivers. */
export function plotSaturation(figures: readonly Figure[]): string {
  return plot(figures, "saturation", "deliveriesPerSecond", "Deliveries per second, by receivers (logarithmic)", short);
}

/** The 99th percentile in a quiet room, by number of receivers. */
export function plotLatency(figures: readonly Figure[]): string {
  const label = (ms: number) => `${ms >= 1 ? ms : ms.toFixed(2)} ms`;
  return plot(figures, "quiet", "p99Ms", "Quiet latency, p99, by receivers (logarithmic)", label);
}

/** Memory over the idle process at saturation, and at four times that. */
export function plotMemory(figures: readonly Figure[], value: "saturationGrownBytes" | "overloadGrownBytes"): string {
  const load = value === "saturationGrownBytes" ? "at saturation" : "a minute at four times capacity";
  const label = (bytes: number) => `${short(bytes)}B`;
  return plot(figures, "overload", value, `Peak memory over idle, ${load}, by receivers (logarithmic)`, label);
}

function plot(
  figures: readonly Figure[],
  scenario: Figure["scenario"],
  value: string,
  title: string,
  label: (value: number) => string,
): string {
  const measured = figures.filter((figure) => figure.scenario === scenario);
  const sizes = [...new Set(measured.map(({ receivers }) => receivers))].toSorted((one, other) => one - other);
  // A system has the same color in every plot.
  const series = SYSTEMS.map(({ label, name }, colour) => ({ system: name, name: label ?? name, colour })).filter(
    ({ system: name }) => measured.some(({ system }) => system === name),
  );
  const groups = sizes.map((size) => ({
    name: count(size),
    values: series.map(
      ({ system }) => measured.find((one) => one.system === system && one.receivers === size)?.values[value],
    ),
  }));
  return renderBars({ title, series, groups, label });
}
