import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { announce, DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { Rules } from "./cases.ts";
import { type Bindings, difference, fill, type Template } from "./match.ts";
import { MockRoom } from "./mock-room.ts";
import type { Outcome } from "./play.ts";

const Any = v.custom<Template>(() => true);

/** One step of a case for clients: what the client has to send, or what the room does. docs/conformance.md describes them. */
const Step = v.union([
  v.strictObject({ expect: Any }),
  v.strictObject({ send: Any }),
  v.strictObject({ close: v.number() }),
]);

const ClientCase = v.strictObject({ rules: Rules, title: v.string(), steps: v.array(Step) });
export type ClientCase = v.InferOutput<typeof ClientCase>;

export function readClientCases(): readonly ClientCase[] {
  return v.parse(v.array(ClientCase), JSON.parse(readFileSync(new URL("client-cases.json", import.meta.url), "utf8")));
}

const WELCOME = {
  type: "welcome",
  room: "mock",
  epoch: "first",
  head: 2,
  oldest: 1,
  uid: "ada",
  username: "Ada",
  role: "guest",
  token: "token-1",
  settings: { read: "everyone", write: "everyone", slowMode: 0 },
  pinned: [],
  members: [{ uid: "ada", username: "Ada", role: "guest" }],
  count: 1,
  limits: announce(DEFAULT_LIMITS),
};
const READY = { type: "ready", seq: 2 };
const messages = [1, 2].map((seq) => {
  return { type: "message", seq, at: seq, uid: "ben", id: `b${seq}`, username: "Ben", message: `number ${seq}` };
});

/** The answers to a first hello, and to one with a position. */
const FRAMES = {
  entered: [WELCOME, { type: "reset", reason: "new", messages }, READY],
  resumed: [WELCOME, READY],
};

/**
 * Plays a case against a client: starts it, and takes the server's part.
 *
 * @param command the program and its arguments; the address of the room is added. It joins the room and posts `hello`.
 * @param within milliseconds to wait for each frame
 */
export async function playClient(
  { rules, steps, title }: ClientCase,
  [program = "", ...args]: readonly string[],
  within: number,
): Promise<Outcome> {
  const bindings: Bindings = new Map(Object.entries(FRAMES));
  const { room, url } = await MockRoom.open(within);
  const child = spawn(program, [...args, url], { stdio: ["ignore", "ignore", "inherit"] });
  const ended = once(child, "exit");
  try {
    for (const [index, step] of steps.entries()) {
      try {
        await take(step, room, bindings);
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        return { rules, title, failure: `step ${index + 1}, ${JSON.stringify(step)}: ${what}` };
      }
    }
    return { rules, title };
  } finally {
    child.kill("SIGKILL");
    await Promise.all([ended, room.stop()]);
  }
}

async function take(step: ClientCase["steps"][number], room: MockRoom, bindings: Bindings): Promise<void> {
  if ("send" in step) {
    room.send(fill(step.send, bindings));
  } else if ("close" in step) {
    room.close(step.close);
  } else {
    const { expect } = step;
    const type = typeof expect === "object" && expect !== null && "type" in expect ? expect.type : undefined;
    const frame = await room.next(type);
    const found = difference(expect, frame, bindings);
    if (found !== undefined) throw new Error(`${found} (received ${JSON.stringify(frame)})`);
  }
}
