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

function plot(
  figures: readonly Figure[],
  scenario: Figure["scenario"],
  value: string,
  title: string,
  label: (value: number) => string,
): string {
  const measured = figures.filter((figure) => figure.scenario === scenario);
  const sizes = [...new Set(measured.map(({ receivers }) => receivers))];
  // A system has the same color in every plot.
  const series = SYSTEMS.map(({ name }, colour) => ({ name, colour })).filter(({ name }) =>
    measured.some(({ system }) => system === name),
  );
  const groups = sizes.map((size) => ({
    name: count(size),
    values: series.map(
      ({ name }) => measured.find((one) => one.system === name && one.receivers === size)?.values[value],
    ),
  }));
  return renderBars({ title, series, groups, label });
}
