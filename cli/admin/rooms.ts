import * as v from "valibot";
import { ListedRoom, ROOM_SORTS, RoomPage, Series } from "../../src/protocol/operator.ts";
import { defineCommand } from "../command.ts";
import { ROOM_ARGUMENT } from "../room-options.ts";
import { tell } from "../text/print.ts";
import {
  JSON_OPTION,
  OPERATED_OPTIONS,
  operate,
  operatedRoom,
  operatedServer,
  operateRoom,
  SERVER_OPTIONS,
} from "./operator.ts";
import { number, printJson, printTable, size, time } from "./print.ts";

/** Rooms of a page, as long as nothing else is asked for. */
const ROWS = "50";

/** Lists the rooms (P18.4). */
export const ROOMS = defineCommand({
  summary: "List the rooms: people, messages of today, size, reports.",
  about: "Lists the rooms as they last reported: within an hour while they are used. No room is woken for it.",
  args: [{ name: "words", isOptional: true, help: "Part of a name, a title or a topic." }],
  options: {
    ...SERVER_OPTIONS,
    ...JSON_OPTION,
    sort: { type: "string", value: "<by>", choices: ROOM_SORTS, default: "last", help: "The order; last by default." },
    limit: { type: "string", value: "<number>", default: ROWS, help: `How many, ${ROWS} by default and 100 at most.` },
    offset: { type: "string", value: "<number>", help: "How many to skip." },
  },
  examples: ["parley admin rooms --sort people", "parley admin rooms garden --json"],
  run: async (values, [q]) => {
    const { json, limit, offset, sort } = values;
    const asked = await operate(operatedServer(values), "/rooms", { query: { q, sort, limit, offset } });
    const page = v.parse(RoomPage, await asked.json());
    if (json) return printJson(page);
    const rows = page.rooms.map((room) => [
      room.room,
      room.title === room.room ? "" : room.title,
      number(room.people),
      number(room.messagesToday),
      size(room.bytes),
      number(room.openReports),
      time(room.lastMessageAt),
      `${room.rules.read}/${room.rules.write}${room.deletesAt === undefined ? "" : `, deleted ${time(room.deletesAt)}`}`,
    ]);
    await printTable(["room", "title", "people", "today", "size", "reports", "last message", "read/write"], rows);
    const { bytes, messagesToday, people } = page.sums;
    process.stderr.write(
      `${number(page.total)} rooms, ${number(people)} people, ${number(messagesToday)} messages today, ${size(bytes)}\n`,
    );
    if (page.next !== undefined) tell(`More: --offset ${page.next}`);
  },
});

/** Shows a room (P18.4, P18.5). */
export const ROOM = defineCommand({
  summary: "Show a room: its numbers, its rules and its last days.",
  about: "Shows what a room last reported, and what happened in it by day or hour.",
  args: [ROOM_ARGUMENT],
  options: {
    ...OPERATED_OPTIONS,
    ...JSON_OPTION,
    unit: { type: "string", value: "<unit>", choices: ["hour", "day"], default: "day", help: "Days by default." },
    count: { type: "string", value: "<number>", default: "7", help: "How many of them, 7 by default." },
  },
  examples: ["parley admin room garden", "parley admin room garden --unit hour --count 24"],
  run: async (values, [named]) => {
    const access = operatedRoom(values, named);
    const { count, json, unit } = values;
    const room = v.parse(ListedRoom, await (await operateRoom(access)).json());
    const asked = await operate(access, "/series", { query: { room: access.room, unit, count } });
    const series = v.parse(Series, await asked.json());
    if (json) return printJson({ ...room, series });
    await printTable(
      ["", ""],
      [
        ["room", room.room],
        ["title", room.title],
        ["topic", room.topic ?? ""],
        ["people", number(room.people)],
        ["messages today", number(room.messagesToday)],
        ["size", size(room.bytes)],
        ["last message", time(room.lastMessageAt)],
        ["open reports", number(room.openReports)],
        ["rules", JSON.stringify(room.rules)],
        ["known since", time(room.since)],
        ["reported", time(room.reportedAt)],
        ...(room.deletesAt === undefined ? [] : [["will be deleted", time(room.deletesAt)]]),
      ],
    );
    process.stdout.write("\n");
    await printSeries(series);
  },
});

/** Shows what happened in all rooms (P18.5). */
export const NUMBERS = defineCommand({
  summary: "Show what happened in all rooms, by day or hour.",
  about: "Shows messages, people, joins, size, webhook deliveries and refused frames of all rooms.",
  options: {
    ...SERVER_OPTIONS,
    ...JSON_OPTION,
    unit: { type: "string", value: "<unit>", choices: ["hour", "day"], default: "day", help: "Days by default." },
    count: {
      type: "string",
      value: "<number>",
      help: "How many of them: 30 days or 24 hours by default, 35 days at most.",
    },
  },
  run: async (values) => {
    const { count, json, unit } = values;
    const asked = await operate(operatedServer(values), "/series", { query: { unit, count } });
    const series = v.parse(Series, await asked.json());
    if (json) printJson(series);
    else await printSeries(series);
  },
});

async function printSeries({ points, unit }: Series): Promise<void> {
  const rows = points.map((point) => [
    unit === "day" ? time(point.at).slice(0, 10) : time(point.at),
    number(point.messages),
    number(point.people),
    number(point.joins),
    size(point.bytes),
    number(point.deliveries),
    number(point.failures),
    number(point.refused),
  ]);
  await printTable([unit, "messages", "people", "joins", "size", "delivered", "failed", "refused"], rows);
}
