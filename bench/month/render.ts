import { short, table } from "../report/format.ts";
import { type Bill, billOf, isFree, serverDollars } from "./bill.ts";
import { type Scenario, type Usage, usageOfDemo, usageOfParley } from "./usage.ts";

/** What writes docs/cost.md. */
export const COMMAND = "node bench/month/main.ts";

/** What docs/cost.md computes. */
export const SCENARIOS: readonly Scenario[] = [
  { title: "50 people idle in a room, day and night", rooms: 1, people: 50, hoursADay: 24, messagesAnHour: 0 },
  { title: "The same, 1,000 such rooms", rooms: 1_000, people: 50, hoursADay: 24, messagesAnHour: 0 },
  {
    title: "1,000 rooms of 20 people, 8 hours a day, each person one message in 10 s",
    rooms: 1_000,
    people: 20,
    hoursADay: 8,
    messagesAnHour: 20 * 360,
  },
  {
    title: "1,000 rooms of 20 people, 8 hours a day, each room one message in 10 s",
    rooms: 1_000,
    people: 20,
    hoursADay: 8,
    messagesAnHour: 360,
  },
];

const LINES = [
  ["requests to the Worker", "workerRequests"],
  ["requests to objects", "objectRequests"],
  ["duration, GB-s", "gigabyteSeconds"],
  ["rows read", "rowsRead"],
  ["rows written", "rowsWritten"],
  ["stored, GB on average", "storedGigabytes"],
] as const satisfies readonly (readonly [string, keyof Usage])[];

/** The tables of docs/cost.md. */
export function renderMonth(): string {
  return SCENARIOS.map(renderScenario).join("\n\n");
}

function renderScenario(scenario: Scenario): string {
  const parley = usageOfParley(scenario);
  const ways = [parley, usageOfDemo(scenario, true), usageOfDemo(scenario, false)];
  const bills = ways.map(billOf);
  const cell = (line: keyof Usage) => (way: Usage, index: number) => {
    const dollars = bills[index]?.[line] ?? 0;
    return `${short(way[line])}${dollars === 0 ? "" : ` · ${money(dollars)}`}`;
  };
  const rows = LINES.map(([name, line]) => [name, ...ways.map(cell(line)), ""]);
  const totals = ways.map((way, index) => total(way, bills[index]));
  return `### ${scenario.title}\n\n${table(
    ["", "Parley", "the demo, hibernating", "the demo, as published", "a small server"],
    [...rows, ["**a month**", ...totals, `**${money(serverDollars(parley))}**`]],
  )}`;
}

function total(usage: Usage, bill: Bill | undefined): string {
  const paid = `**${money(bill?.total ?? 0)}**`;
  return isFree(usage) ? `**$0** (or ${paid})` : paid;
}

function money(dollars: number): string {
  if (dollars > 0 && dollars < 0.01) return "< $0.01";
  return dollars >= 100 ? `$${Math.round(dollars).toLocaleString("en")}` : `$${dollars.toFixed(2)}`;
}
