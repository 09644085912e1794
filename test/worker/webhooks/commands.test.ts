import { expect, test } from "vitest";
import { order, owned } from "../owned-room.ts";
import { request } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";
import { api, deliveriesOf, log, SITE } from "./hook-client.ts";

/** Binds `/weather` to a receiver, and lets a guest in. */
async function weather(behavior: string) {
  const { owner, room } = await owned();
  const command = {
    kind: "command",
    url: `${SITE}/${behavior}/${room}`,
    command: "weather",
    description: "How the weather is",
    name: "Weather",
  };
  const made = await api(room, "POST", "hooks", command);
  expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
  const gus = await V1Socket.hello(room, { username: "Gus" });
  const run = (text: string, name = "weather") =>
    api(room, "POST", `commands/${name}`, { text }, String(gus.welcome.token));
  return { gus, id: String(made.body.id), owner, room, run, command };
}

test("P16.20 a command is listed with its description", async () => {
  const { room } = await weather("reply");
  const answer = await request(`/api/rooms/${room}/commands`);
  expect(await answer.json()).toEqual({ commands: [{ name: "weather", description: "How the weather is" }] });
});

test("P16.21 a command is not posted, and its answer is a message for all", async () => {
  const { gus, id, owner, room, run } = await weather("reply");
  expect(await run("Berlin")).toEqual({ status: 200, body: { seq: expect.any(Number) } });
  const message = await owner.takeOnly("message");
  expect(message).toMatchObject({ uid: id, username: "Weather", message: "You said: Berlin" });
  const [sent] = await log(room);
  expect(JSON.parse(sent?.body ?? "")).toEqual({
    type: "command",
    timestamp: expect.any(String),
    room,
    data: { command: "weather", text: "Berlin", uid: gus.welcome.uid, username: "Gus", role: "guest" },
  });
  const page = (await (await request(`/api/rooms/${room}/messages`)).json()) as { messages: unknown[] };
  expect(page.messages).toHaveLength(1);
});

test("P16.22 a private answer is for the person alone", async () => {
  const { owner, room, run } = await weather("whisper");
  expect(await run("Berlin")).toEqual({ status: 200, body: { message: "Only for you: Berlin", private: true } });
  const page = (await (await request(`/api/rooms/${room}/messages`)).json()) as { messages: unknown[] };
  expect(page.messages).toEqual([]);
  owner.say("Still here", "1");
  expect(await owner.takeOnly("message")).toMatchObject({ message: "Still here" });
});

test.each(["failing", "redirect", "gone"])(
  "P16.22 the person alone is told when the receiver is %s",
  async (behavior) => {
    const { id, room, run } = await weather(behavior);
    expect(await run("Berlin")).toMatchObject({ status: 502, body: { error: { code: "command_failed" } } });
    expect(await deliveriesOf(room, id)).toMatchObject([{ type: "command", body: { text: "Berlin" } }]);
  },
);

test("P16.20 there is one command of a name, and no other is known", async () => {
  const { command, room, run } = await weather("reply");
  expect(await api(room, "POST", "hooks", { ...command, command: "Weather" })).toMatchObject({
    body: { error: { code: "name_taken" } },
  });
  expect(await run("", "tides")).toMatchObject({ status: 404, body: { error: { code: "no_command" } } });
  expect(await run("Berlin", "WEATHER")).toMatchObject({ status: 200 });
});

test("P16.21 who may not write may run no command, and no one runs many at once", async () => {
  const { gus, owner, room, run } = await weather("whisper");
  for (let count = 0; count < 5; count += 1) expect((await run("Berlin")).status).toBe(200);
  expect(await run("Berlin")).toMatchObject({ status: 429, body: { error: { code: "rate_limited" } } });
  await order(owner, { action: "mute", uid: gus.welcome.uid, for: 60_000 });
  expect(await run("Berlin")).toMatchObject({ status: 403, body: { error: { code: "muted" } } });
  expect(await api(room, "POST", "commands/weather", { text: "x" })).toMatchObject({
    body: { error: { code: "not_allowed" } },
  });
  expect(await log(room)).toHaveLength(5);
});
