import { expect, test } from "vitest";
import { COUNTED } from "../../../bench/month/counts.ts";
import { countObjectRows } from "../object-rows.ts";
import { owned } from "../owned-room.ts";
import { reportNow } from "../report-now.ts";
import { request, stubOf } from "../test-socket.ts";
import { api, deliveriesOf, makeHook, received } from "./hook-client.ts";

/** Rows that a room's object reads and writes meanwhile. */
const rowsOf = (room: string, run: () => Promise<unknown>) => countObjectRows(stubOf(room), run);

/** A room with a bot, which has posted. Returns what posts as the bot. */
async function botRoom() {
  const { room } = await owned();
  const bot = await api(room, "POST", "bots", { name: "Robot", scopes: ["read", "write"] });
  const say = async (message: string) => {
    expect(await api(room, "POST", "messages", { message }, String(bot.body.token))).toMatchObject({ status: 201 });
  };
  await say("first");
  return { room, say };
}

/** The same, with its next report to the directory in an hour. */
async function reportedRoom() {
  const { room, say } = await botRoom();
  await reportNow(room);
  await say("second");
  return { room, say };
}

test("P15.7 a bot's message costs what a person's costs, and its token one row an hour", async () => {
  const { room, say } = await reportedRoom();
  const { written } = await rowsOf(room, async () => {
    for (let n = 0; n < 10; n += 1) await say(`message ${n}`);
  });
  expect(written).toBe(10 * COUNTED.rowsWrittenAMessage);
});

test("P16.8 a delivery writes its place, its record, its job, its alarms and the deliveries of the hour", async () => {
  const { room, say } = await reportedRoom();
  const { id } = await makeHook(room, "ok", ["message"]);
  const delivered = async (count: number) => {
    await received(room, count);
    await expect.poll(async () => (await deliveriesOf(room, id)).length).toBe(count);
  };
  await say("first");
  await delivered(1);
  const { alarms, written } = await rowsOf(room, async () => {
    for (let n = 2; n <= 11; n += 1) {
      await say(`message ${n}`);
      await delivered(n);
    }
  });
  expect({ alarms, written: written - 10 * COUNTED.rowsWrittenAMessage }).toEqual({
    alarms: 10 * COUNTED.alarmsADelivery,
    written: 10 * COUNTED.rowsWrittenADelivery,
  });
});

test("P7.16 a stream of events writes one row, the alarm of its time limit", async () => {
  const { room } = await botRoom();
  const { read, written } = await rowsOf(room, async () => {
    for (let n = 0; n < 10; n += 1) {
      const { body } = await request(`/api/rooms/${room}/events?since=0`);
      const reader = body?.getReader();
      const decoder = new TextDecoder();
      let text = "";
      while (!text.includes("data:")) text += decoder.decode((await reader?.read())?.value);
      await reader?.cancel();
    }
  });
  expect({ read, written }).toEqual({
    read: 10 * COUNTED.rowsReadAStream,
    written: 10 * COUNTED.rowsWrittenAStream,
  });
});
