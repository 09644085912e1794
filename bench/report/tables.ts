import type { Figure, ScenarioName } from "../figures.ts";
import { findValue } from "../figures.ts";
import type { Verdict } from "../goals.ts";
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
const share = (value: number) => `${Math.round(value * 100)} %`;

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
    ...VIEWS.map((view) => renderView(view, run.figures)),
    renderGoals(run.verdicts),
  ];
  return [...parts.filter((part) => part !== undefined), renderOrigin(run)].join("\n\n");
}

/** Deliveries per second: a row per size, a column per system. */
function renderSaturation(figures: readonly Figure[]): string | undefined {
  const measured = figures.filter(({ scenario }) => scenario === "saturation");
  if (measured.length === 0) return undefined;
  const systems = SYSTEMS.map(({ name }) => name).filter((name) => measured.some(({ system }) => system === name));
  const rows = [...new Set(measured.map(({ receivers }) => receivers))].map((receivers) => [
    count(receivers),
    ...systems.map((system) => {
      const atLeast = measured.some((one) => one.system === system && one.receivers === receivers && one.atLeast);
      const value = findValue(figures, "saturation", system, receivers, "deliveriesPerSecond");
      return value === undefined ? "–" : `${atLeast ? "≥ " : ""}${short(value)}`;
    }),
  ]);
  return `### Saturation: deliveries per second\n\n${table(["receivers", ...systems], rows)}`;
}

function renderView(
  { columns, scenario, size = "sockets", title }: View,
  figures: readonly Figure[],
): string | undefined {
  const measured = figures.filter((figure) => figure.scenario === scenario);
  if (measured.length === 0) return undefined;
  const rows = measured.map(({ receivers, system, values }) => [
    system,
    count(receivers),
    ...columns.map(([, value, show]) => {
      const found = values[value];
      return found === undefined ? "–" : show(found);
    }),
  ]);
  return `### ${title}\n\n${table(["", size, ...columns.map(([name]) => name)], rows)}`;
}

function renderGoals(verdicts: readonly Verdict[]): string | undefined {
  if (verdicts.length === 0) return undefined;
  const rows = verdicts.map(({ goal, ratio, reached }) => [
    `${goal.scenario} at ${count(goal.receivers)}, ${goal.value}${goal.over === "" ? "" : `, over ${goal.over}`}${goal.aside === undefined ? "" : ", without the commit"}`,
    goal.atLeast === undefined ? `at most ${goal.atMost} ×` : `at least ${goal.atLeast} ×`,
    times(ratio),
    reached ? "yes" : "no",
  ]);
  return `### Goals\n\n${table(["", "goal", "measured", "reached"], rows)}`;
}

function renderOrigin({ command, date, machine, versions }: Run): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `\`${command}\`, ${date}, on ${machine}. With ${list.join(", ")}.`;
}
