import type { Figure, ScenarioName, Summary } from "../figures.ts";
import type { Verdict } from "../goals.ts";
import type { Ratio } from "../ratios.ts";
import { SYSTEMS } from "../systems/index.ts";
import type { Run } from "./run-record.ts";
import { count, digits, short, table } from "./text-format.ts";

/** How the values of one scenario are shown. */
interface View {
  readonly scenario: ScenarioName;
  readonly title: string;
  /** The unit of a room's size; sockets by default. */
  readonly size?: string;
  readonly columns: readonly (readonly [title: string, value: string, show: (value: number) => string])[];
}

const ms = (value: number) => `${digits(value)} ms`;
const seconds = (value: number) => `${digits(value / 1_000)} s`;
const times = (value: number) => `${digits(value)} ×`;
const bytes = (value: number) => `${short(value)}B`;
const share = (value: number) => (Number.isFinite(value) ? `${Math.round(value * 100)} %` : "–");

const MEASURES = { bytes, sockets: count, times } as const;

const VIEWS: readonly View[] = [
  {
    scenario: "quiet",
    title: "Quiet latency: one message at a time",
    columns: [
      ["p50", "p50Ms", ms],
      ["p99", "p99Ms", ms],
      ["bytes per delivery", "bytesPerDelivery", digits],
    ],
  },
  {
    scenario: "saturation",
    title: "Saturation, in detail",
    columns: [
      ["deliveries/s", "deliveriesPerSecond", short],
      ["messages/s", "messagesPerSecond", short],
      ["p50", "p50Ms", ms],
      ["p99", "p99Ms", ms],
      ["messages per frame", "messagesPerFrame", digits],
      ["bytes per delivery", "bytesPerDelivery", digits],
      ["server CPU", "serverShare", share],
      ["generator CPU", "generatorShare", share],
    ],
  },
  {
    scenario: "overload",
    title: "Memory over the idle process, at saturation and at four times that for a minute",
    columns: [
      ["idle", "idleBytes", bytes],
      ["at saturation", "saturationGrownBytes", bytes],
      ["at four times", "overloadGrownBytes", bytes],
      ["stopped after", "stoppedMs", seconds],
      ["p99", "p99Ms", ms],
      ["rejected", "rejectedShare", share],
      ["unanswered", "unanswered", count],
      ["closed", "closed", count],
      ["lost", "lost", count],
    ],
  },
  {
    scenario: "storms",
    title: "Storms: all connect, then all join",
    columns: [
      ["all connected", "connectMs", seconds],
      ["all joined", "joinMs", seconds],
      ["bytes per join", "joinBytesPerSocket", short],
      ["frames per join", "joinFramesPerSocket", digits],
      ["all but 100 leave: frames per client", "leaveFramesPerSocket", digits],
      ["bytes per client", "leaveBytesPerSocket", short],
    ],
  },
  {
    scenario: "resume",
    title: "Resume storm: all reconnect after the process was killed, each 100 events behind",
    columns: [
      ["all resumed", "resumeMs", seconds],
      ["bytes per client", "resumeBytesPerSocket", short],
    ],
  },
  {
    scenario: "history",
    title: "A short and a long log",
    size: "events",
    columns: [
      ["opened after a start", "openMs", ms],
      ["a page of 100", "pageMs", ms],
      ["a resume of 100", "resumeMs", ms],
      ["ratio to the short log: opened", "timesOpen", times],
      ["page", "timesPage", times],
      ["resume", "timesResume", times],
    ],
  },
  { scenario: "memory", title: "Memory per idle socket", columns: [["bytes per socket", "bytesPerSocket", short]] },
  {
    scenario: "stalled",
    title: "One stalled reader among 1,000, at a quarter of the room's capacity or less",
    columns: [
      ["others' p99 before", "p99Ms", ms],
      ["others' p99", "stalledP99Ms", ms],
      ["ratio", "timesP99", times],
      ["server growth, bytes", "grownBytes", short],
      ["closed with", "closedWith", String],
    ],
  },
  {
    scenario: "flood",
    title: "One user floods with 1,000 frames/s",
    columns: [
      ["others' quiet p99", "p99Ms", ms],
      ["others' p99", "floodedP99Ms", ms],
      ["ratio", "timesQuietP99", times],
      ["from ten tabs", "tabsP99Ms", ms],
      ["ratio", "tabsTimesQuietP99", times],
    ],
  },
];

/** All results of a run, in Markdown. */
export function renderReport(run: Run): string {
  const parts = [
    renderSaturation(run.figures),
    renderRatios(run),
    ...VIEWS.map((view) => renderView(view, run.figures)),
    renderGoals(run.verdicts),
  ];
  return [...parts.filter((part) => part !== undefined), renderOrigin(run)].join("\n\n");
}

/** Deliveries per second: a row per system, a column per size. */
function renderSaturation(figures: readonly Summary[]): string | undefined {
  const measured = figures.filter(({ scenario }) => scenario === "saturation");
  if (measured.length === 0) return undefined;
  const sizes = sizesOf(measured);
  const rows = SYSTEMS.filter(({ name }) => measured.some(({ system }) => system === name)).map((system) => [
    system.label ?? system.name,
    ...sizes.map((receivers) => {
      const figure = measured.find((one) => one.system === system.name && one.receivers === receivers);
      const value = figure?.values.deliveriesPerSecond;
      return value === undefined ? "–" : `${figure?.atLeast === true ? "≥ " : ""}${short(value)}`;
    }),
  ]);
  return `### Saturation: deliveries per second, by receivers\n\n${table(["", ...sizes.map(count)], rows)}`;
}

/** Parley over each other system: the median of the rounds, the lowest and the highest. */
function renderRatios({ ratios, figures }: Run): string | undefined {
  const measured = figures.filter(({ scenario }) => scenario === "saturation");
  const sizes = sizesOf(measured);
  const rows = SYSTEMS.filter(({ name }) => name !== "parley").flatMap(({ label, name }) => {
    // The same room with other texts is compared with itself.
    const pair = name.startsWith("parley-") ? `${name}/parley` : `parley/${name}`;
    const found = sizes.map((receivers) => ratios[`saturation.${receivers}.${pair}`]);
    if (found.every((ratio) => ratio === undefined)) return [];
    return [
      [name.startsWith("parley-") ? `${label ?? name} / parley` : `parley / ${label ?? name}`, ...found.map(show)],
    ];
  });
  return rows.length === 0
    ? undefined
    : `### Saturation: ratios, with the lowest and the highest round\n\n${table(["", ...sizes.map(count)], rows)}`;
}

function show(ratio: Ratio | undefined): string {
  if (ratio === undefined) return "–";
  const { high, isVoid, low, median, rounds } = ratio;
  const spread = rounds > 1 ? ` (${digits(low)}–${digits(high)})` : "";
  return `${times(median)}${spread}${isVoid ? ", void" : ""}`;
}

function renderView(
  { columns, scenario, size = "sockets", title }: View,
  figures: readonly Summary[],
): string | undefined {
  const rows = SYSTEMS.flatMap(({ label, name }) =>
    figures
      .filter((figure) => figure.scenario === scenario && figure.system === name)
      .map(({ receivers, values }) => [
        label ?? name,
        count(receivers),
        ...columns.map(([, value, show]) => {
          const found = values[value];
          return found === undefined ? "–" : show(found);
        }),
      ]),
  );
  if (rows.length === 0) return undefined;
  return `### ${title}\n\n${table(["", size, ...columns.map(([name]) => name)], rows)}`;
}

function renderGoals(verdicts: readonly Verdict[]): string | undefined {
  if (verdicts.length === 0) return undefined;
  const rows = verdicts.map(({ goal, ratio, reached }) => {
    const { aside, atLeast, atMost, over, receivers, scenario, system, unit = "times", value } = goal;
    const measure = MEASURES[unit];
    const side = `${system === "parley" ? "" : `${system}, `}${value}`;
    return [
      `${scenario} at ${count(receivers)}, ${side}${over === undefined ? "" : `, over ${over}`}${aside === undefined ? "" : ", without the commit"}`,
      atLeast === undefined ? `at most ${measure(atMost ?? 0)}` : `at least ${measure(atLeast)}`,
      measure(ratio.median),
      ratio.rounds > 1 ? `${measure(ratio.low)} to ${measure(ratio.high)}` : "–",
      ratio.isVoid ? "void" : reached ? "yes" : "no",
    ];
  });
  return `### Goals\n\n${table(["", "goal", "median", "spread", "reached"], rows)}`;
}

function sizesOf(figures: readonly Figure[]): number[] {
  return [...new Set(figures.map(({ receivers }) => receivers))].toSorted((one, other) => one - other);
}

function renderOrigin({ command, date, disturbed, machine, versions }: Run): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const steps = `The machine was disturbed in ${disturbed.filter(Boolean).length} of ${disturbed.length} steps, which do not count.`;
  return `\`${command}\`, ${date}, on ${machine}. ${steps} With ${list.join(", ")}.`;
}
