import { short, table } from "../report/text-format.ts";
import { type Bill, billOf, isFree, serverDollars } from "./bill.ts";
import { COUNTED } from "./counts.ts";
import { MACHINES } from "./machines.ts";
import { bucketDollars, PICTURES, type PictureUsage, usageOfPictures } from "./pictures.ts";
import { CLOUDFLARE } from "./prices.ts";
import { type Scenario, type Usage, usageOfDemo, usageOfParley } from "./usage.ts";

/** The command that writes docs/cost.md. */
export const COMMAND = "node bench/month/main.ts";

/** The months that docs/cost.md computes. */
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

/** Labels of the counts. Each count is held by a test; see counts.ts. */
const COUNTS = [
  ["rows written per message: the message and its entry in the unique index", "rowsWrittenAMessage"],
  ["rows read per message", "rowsReadAMessage"],
  ["rows written per message that is indexed, once somebody searches the room", "rowsWrittenAnIndexedMessage"],
  ["rows written per imported message", "rowsWrittenAnImportedMessage"],
  ["rows read per exported message", "rowsReadAnExportedMessage"],
  ["rows written per delivery of a webhook, its alarms included", "rowsWrittenADelivery"],
  ["rows written per report to the directory, in both objects, its alarms included", "rowsWrittenAReport"],
  ["rows written per person who comes, for the joins of the hour", "rowsWrittenAJoin"],
  ["rows written per stream of events", "rowsWrittenAStream"],
  ["rows read per stream of events", "rowsReadAStream"],
  ["rows written per picture, sent and in the index of files", "rowsWrittenAPicture"],
  ["rows read per picture", "rowsReadAPicture"],
  ["rows written for a picture's bytes in the object, with 1 more for each further MiB", "rowsWrittenAStoredPicture"],
  ["rows read for them", "rowsReadAStoredPicture"],
  ["rows read per load of a picture from the object", "rowsReadALoad"],
  ["rows read per load of a picture in R2", "rowsReadALoadOfR2"],
  ["rows written for a person's first visit: their record and an index entry", "rowsWrittenAFirstVisit"],
  ["rows written for a later visit of more than an hour", "rowsWrittenAVisit"],
  ["rows read for such a visit", "rowsReadAVisit"],
  ["rows read when the object wakes, however long the log is", "rowsReadAWakeUp"],
  ["alarms per hour in an idle room of 50; each writes a row", "looksAnHour"],
  ["alarms per hour for one person alone", "looksAnHourAlone"],
] as const satisfies readonly (readonly [string, keyof typeof COUNTED])[];

/** The generated part of docs/cost.md. */
export function renderCost(): string {
  const counts = COUNTS.map(([label, name]) => [label, String(COUNTED[name])]);
  return [
    ...SCENARIOS.map(renderScenario),
    renderMachines(),
    renderPictures(),
    `## Counts\n\n${table(["", "count"], counts)}`,
  ].join("\n\n");
}

const BUCKET_LINES = [
  ["writes to R2", "bucketWrites"],
  ["reads from R2", "bucketReads"],
  ["in R2, GB on average", "bucketGigabytes"],
] as const satisfies readonly (readonly [string, keyof PictureUsage])[];

/** A month of pictures in either store. */
export function totalOfPictures(usage: PictureUsage): number {
  return Object.values(bucketDollars(usage)).reduce((sum, dollars) => sum + dollars, billOf(usage).total);
}

function renderPictures(): string {
  const usages = (["object", "r2"] as const).map(usageOfPictures);
  const rows = [...LINES, ...BUCKET_LINES].map(([name, line]) => [
    name,
    ...usages.map((usage) => {
      const bill: Partial<PictureUsage> = { ...billOf(usage), ...bucketDollars(usage) };
      const dollars = bill[line] ?? 0;
      return `${short(usage[line])}${dollars === 0 ? "" : ` · ${money(dollars)}`}`;
    }),
  ]);
  const totals = usages.map((usage) => `**${money(totalOfPictures(usage))}**`);
  const { bytes, people, picturesADay, rooms } = PICTURES;
  const title = `${picturesADay.toLocaleString("en")} pictures of ${bytes / 1_000} kB a day, in ${rooms} rooms of ${people} people`;
  return `### ${title}\n\n${table(["", "in the `Files` objects", "in R2"], [...rows, ["**a month**", ...totals]])}`;
}

/** What programs add to a month in which everything that the plan includes is used up. */
function renderMachines(): string {
  const lines = LINES.filter(([, line]) => line !== "storedGigabytes" && line !== "gigabyteSeconds");
  const rows = MACHINES.map(({ title, usage }) => {
    const more = LINES.reduce((sum, [, line]) => sum + (usage[line] * dollarsOf(line)) / 1e6, 0);
    return [title, ...lines.map(([, line]) => short(usage[line])), money(more)];
  });
  return `### Programs in one room and reports to the directory, beyond what the plan includes\n\n${table(["a month", ...lines.map(([name]) => name), "dollars"], rows)}`;
}

/** Dollars per million above what is included. Nothing here is stored. */
function dollarsOf(line: keyof Usage): number {
  return line === "storedGigabytes" ? 0 : CLOUDFLARE[line].dollars;
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
    ["", "Parley", "the demo", "the demo, never hibernating", "a small server"],
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
