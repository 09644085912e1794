import * as v from "valibot";
import { AuditPage, OperatorUsage, type QueuedReport, ReportQueue } from "../../src/protocol/operator.ts";
import { defineCommand } from "../command.ts";
import { tell } from "../text/print.ts";
import { UsageError } from "../usage-error.ts";
import {
  act,
  JSON_OPTION,
  NAMED_ROOM,
  OPERATED_OPTIONS,
  operate,
  operatedRoom,
  operatedServer,
  SERVER_OPTIONS,
} from "./operator.ts";
import { number, printJson, printTable, size, time } from "./print.ts";

/** The queue of reports (P18.6). */
export const REPORTS = defineCommand({
  summary: "List the open reports of all rooms.",
  about: "Lists reported messages that no moderator has resolved. Asks only the rooms that have any.",
  options: { ...SERVER_OPTIONS, ...JSON_OPTION },
  run: async (values) => {
    const access = operatedServer(values);
    const reports: QueuedReport[] = [];
    for (let after: string | undefined = ""; after !== undefined; ) {
      const asked = await operate(access, "/reports", { query: { after: after || undefined } });
      const queue: ReportQueue = v.parse(ReportQueue, await asked.json());
      reports.push(...queue.reports);
      for (const room of queue.unreachable) tell(`${room} did not answer.`);
      after = queue.next;
    }
    if (values.json) return printJson(reports);
    const rows = reports.map(({ report, room }) => [
      room,
      String(report.report),
      time(report.at),
      number(report.count),
      report.evidence?.username ?? "",
      report.reason ?? "",
      report.evidence?.message ?? "",
    ]);
    await printTable(["room", "report", "at", "people", "author", "reason", "message"], rows);
  },
});

export const RESOLVE = defineCommand({
  summary: "Resolve a report.",
  about: "Closes a report of a room. `parley admin reports` lists them with their numbers.",
  args: [NAMED_ROOM, { name: "report", help: "The report's number." }],
  options: OPERATED_OPTIONS,
  run: async (values, [named, report]) => {
    await act(operatedRoom(values, named), { action: "resolve", report: Number(report) });
    tell("It is resolved.");
  },
});

/** The audit log of all rooms (P18.7). */
export const AUDIT = defineCommand({
  summary: "Print the audit log of all rooms, or save all of it.",
  about: "Prints what moderators and operators did in all rooms, the newest first.",
  options: {
    ...SERVER_OPTIONS,
    ...JSON_OPTION,
    room: { type: "string", value: "<name>", help: "Only this room." },
    limit: { type: "string", value: "<number>", default: "50", help: "How many, 50 by default and 100 at most." },
    export: { type: "boolean", default: false, help: "All of it, as JSON lines." },
  },
  run: async (values) => {
    const access = operatedServer(values);
    const { json, limit, room } = values;
    if (values.export) {
      process.stdout.write(await (await operate(access, "/audit/export")).text());
      return;
    }
    const page = v.parse(AuditPage, await (await operate(access, "/audit", { query: { room, limit } })).json());
    if (json) return printJson(page.entries);
    const rows = page.entries.map((entry) => [
      time(entry.at),
      entry.room,
      entry.username || entry.by || "operator",
      entry.action,
      JSON.stringify(entry.details),
    ]);
    await printTable(["at", "room", "who", "action", "details"], rows);
  },
});

/** The month so far (P18.5). */
export const USAGE = defineCommand({
  summary: "Estimate what this month has used, and what it costs.",
  about: "Estimates what the month has used on Cloudflare so far, by the counts of docs/cost.md.",
  options: { ...SERVER_OPTIONS, ...JSON_OPTION },
  run: async (values) => {
    const asked = await operate(operatedServer(values), "/usage");
    const usage = v.parse(OperatorUsage, await asked.json());
    if (values.json) return printJson(usage);
    const rows = usage.meters.map(({ dollars, free, meter, month, today }) => {
      const show = meter === "storedBytes" ? size : number;
      return [meter, show(today), show(month), show(free), `$${dollars.toFixed(2)}`];
    });
    await printTable([usage.month, "today", "month", "free plan", "above the plan"], rows);
    tell(`$${usage.dollars.toFixed(2)} so far on Workers Paid.`);
  },
});

const Bans = v.object({
  bans: v.array(
    v.object({
      key: v.string(),
      kind: v.string(),
      at: v.number(),
      until: v.exactOptional(v.number()),
      reason: v.exactOptional(v.string()),
    }),
  ),
});

/** Bans across all rooms (P9.16). */
export const BANS = defineCommand({
  summary: "List, add or lift bans across all rooms.",
  about: "Without an option, lists the bans. They need DEPLOYMENT_BANS on the server.",
  options: {
    ...SERVER_OPTIONS,
    ...JSON_OPTION,
    uid: {
      type: "string",
      value: "<uid>",
      help: "Bans a person: one of your site, or with --room a guest who is there.",
    },
    room: { type: "string", value: "<name>", help: "The room in which the guest is." },
    address: { type: "string", value: "<address>", help: "Bans the network of an IP address." },
    days: { type: "string", value: "<number>", help: "For how many days; for good by default." },
    reason: { type: "string", value: "<text>", help: "Why, for other operators." },
    lift: { type: "string", value: "<key>", help: "Lifts a ban." },
  },
  run: async (values) => {
    const { address, days, json, lift, reason, room, uid } = values;
    const access = operatedServer(values);
    if (lift !== undefined) {
      await operate(access, `/bans/${encodeURIComponent(lift)}`, { method: "DELETE" });
      tell("It is lifted.");
      return;
    }
    const isNew = uid !== undefined || address !== undefined;
    if (room !== undefined && uid === undefined) throw new UsageError("--room needs the guest's --uid.");
    const body = {
      ...(uid === undefined ? {} : { uid }),
      ...(room === undefined ? {} : { room }),
      ...(address === undefined ? {} : { address }),
      ...(days === undefined ? {} : { for: Number(days) * 24 * 60 * 60 * 1_000 }),
      ...(reason === undefined ? {} : { reason }),
    };
    const asked = await operate(access, "/bans", isNew ? { method: "POST", body } : {});
    const { bans } = v.parse(Bans, await asked.json());
    if (json) return printJson(bans);
    await printTable(
      ["key", "kind", "since", "until", "reason"],
      bans.map((ban) => [ban.key, ban.kind, time(ban.at), time(ban.until), ban.reason ?? ""]),
    );
  },
});
