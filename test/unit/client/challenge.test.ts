import { describe, expect, it, onTestFinished } from "vitest";
import { answerChallenge } from "../../../src/client/answer-challenge.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { solve } from "../../support/solve.ts";
import { client, ready, reset, welcome } from "./harness.ts";

const pow = { kind: "pow", salt: "1.4.salt", bits: 4 } as const;
const needed = (challenge: object, code = "challenge_needed") => ({
  type: "error",
  code,
  message: "Answer.",
  challenge,
});

/** Gives promises, and the module that is loaded for a proof of work, time to settle. */
async function settled(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { interval: 1 }).toBe(true);
}

describe("P10.1 a challenge", () => {
  it("of work is solved with no socket open, and answered in the next hello", async () => {
    const { room, socket, sockets, told } = client({ username: "Ada" });
    socket().open().say(needed(pow));
    expect(socket().closedWith).toBe(1000);
    expect(room.state.status).toEqual({ state: "connecting", isChecking: true });
    await settled(() => sockets.length === 2);
    const second = socket().open();
    expect(second.hello).toMatchObject({ username: "Ada", challenge: solve(pow) });
    second.say(welcome(), reset(), ready(0));
    expect(room.state.status).toEqual({ state: "online" });
    expect(told("error")).toEqual([]);
  });

  it("is answered anew if the room rejects the answer, and not mentioned any more once it let us in", async () => {
    const { clock, socket, sockets } = client();
    socket().open().say(needed(pow));
    await settled(() => sockets.length === 2);
    const other = { ...pow, salt: "1.4.other" };
    socket().open().say(needed(other, "bad_challenge"));
    await settled(() => sockets.length === 3);
    const third = socket().open();
    expect(third.hello).toMatchObject({ challenge: solve(other) });
    third.say(welcome(), reset(), ready(0));
    third.drop();
    clock.pass(1_000);
    expect(socket().open().hello).not.toHaveProperty("challenge");
  });

  it("of Turnstile is the application's to solve", async () => {
    const asked: string[] = [];
    const solveTurnstile = async (siteKey: string) => {
      asked.push(siteKey);
      return "token";
    };
    const { socket, sockets } = client({ solveTurnstile });
    socket()
      .open()
      .say(needed({ kind: "turnstile", siteKey: "0xSITE" }));
    await settled(() => sockets.length === 2);
    expect(asked).toEqual(["0xSITE"]);
    expect(socket().open().hello).toMatchObject({ challenge: { kind: "turnstile", answer: "token" } });
  });

  it.each([
    ["without the application's help", { kind: "turnstile", siteKey: "0xSITE" }],
    ["by this version", { kind: "riddle" }],
    ["by anybody", { ...pow, bits: 25 }],
  ])("that cannot be answered %s ends with the room's own code", async (_, challenge) => {
    const { room, socket, sockets } = client();
    socket().open().say(needed(challenge));
    await settled(() => room.state.status.state === "failed");
    expect(room.state.status).toMatchObject({ error: { code: "challenge_needed" } });
    expect(sockets).toHaveLength(1);
  });

  it("is given up when the room is closed meanwhile", async () => {
    const { room, socket, sockets } = client();
    socket().open().say(needed(pow));
    room.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sockets).toHaveLength(1);
    expect(room.state.status).toEqual({ state: "closed" });
  });
});

describe("P10.2 a proof of work", () => {
  it("pauses between slices, and stops when it is aborted", async () => {
    const clock = new FakeClock();
    const ending = new AbortController();
    const solving = answerChallenge({ ...pow, bits: 24 }, undefined, clock, ending.signal);
    onTestFinished(() => ending.abort());
    await settled(() => clock.pending === 1);
    clock.pass(0);
    await settled(() => clock.pending === 1);
    ending.abort();
    clock.pass(0);
    await expect(solving).rejects.toThrow("abort");
  });
});
