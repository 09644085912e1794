// The two clients of docs/your-own-client.md, while the server is killed: in the end they have what the server has.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { until } from "../reliability/deadline.ts";
import { startWorkerd } from "../support/workerd.ts";
import { hasPython, programIn } from "./reference.ts";

const KILLS = 4;
/** Backoff after a few kills, on a busy machine. */
const WITHIN_MS = 60_000;
/** Events between two kills, so that each of them finds something to interrupt. */
const EVENTS_PER_LIFE = 30;

const JS_DRIVER = `import { createInterface } from "node:readline";
import { join } from "./client.mjs";
const room = join(process.argv[2], "js");
let isWriting = true, count = 0;
createInterface({ input: process.stdin }).on("line", () => (isWriting = false));
function next() {
  count += 1;
  const open = [...room.messages.values()].filter((message) => !message.deleted);
  const own = open.filter(({ uid }) => uid === room.uid);
  if (count % 11 === 0 && own[0]) return { type: "delete", target: own[0].seq };
  if (count % 5 === 3 && own.length > 0) return { type: "edit", target: own.at(-1).seq, message: "edited " + count };
  if (count % 5 === 4 && open.length > 0) return { type: "reaction", target: open.at(-1).seq, emoji: "\\u2615", on: count % 2 === 0 };
  return { type: "message", message: "js " + count };
}
setInterval(() => {
  if (isWriting && room.outbox.length < 5) room.send(next());
  const { isLive, messages, outbox, position } = room;
  console.log(JSON.stringify({ live: isLive, seq: position?.seq ?? 0, pending: outbox.length, messages: isWriting ? [] : [...messages.values()] }));
}, 20);`;

const PYTHON_DRIVER = `import json, select, sys
from client import Room
room, writing, count = Room(sys.argv[1], "python"), True, 0
def following():
    open_ = [one for one in room.messages.values() if not one.get("deleted")]
    own = [one for one in open_ if one["uid"] == room.uid]
    if count % 11 == 0 and own:
        return {"type": "delete", "target": own[0]["seq"]}
    if count % 5 == 3 and own:
        return {"type": "edit", "target": own[-1]["seq"], "message": f"edited {count}"}
    if count % 5 == 4 and open_:
        return {"type": "reaction", "target": open_[-1]["seq"], "emoji": "\\u2615", "on": count % 2 == 0}
    return {"type": "message", "message": f"python {count}"}
while True:
    if select.select([sys.stdin], [], [], 0)[0]:
        writing = writing and not sys.stdin.readline()
    if writing and len(room.outbox) < 5:
        count += 1
        room.send(**following())
    room.follow(0.02)
    seq = room.position["seq"] if room.position else 0
    print(json.dumps({"live": room.live, "seq": seq, "pending": len(room.outbox), "messages": [] if writing else list(room.messages.values())}), flush=True)`;

interface Message {
  readonly seq: number;
  readonly reactions?: readonly { readonly me?: boolean }[];
}

interface Status {
  readonly live: boolean;
  readonly seq: number;
  readonly pending: number;
  /** Once it has stopped to write. */
  readonly messages: readonly Message[];
}

/** A client in a process of its own. */
class Client {
  readonly #child: ChildProcess;
  #errors = "";
  status: Status = { live: false, seq: 0, pending: 0, messages: [] };

  constructor(command: string, args: readonly string[], cwd: string) {
    this.#child = spawn(command, args, { cwd, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors += text;
    });
    if (this.#child.stdout === null) throw new Error("no output");
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      this.status = JSON.parse(line);
    });
  }

  /** @throws if it ended by itself */
  get running(): Status {
    if (this.#child.exitCode !== null) throw new Error(`the client ended: ${this.#errors}`);
    return this.status;
  }

  stopWriting(): void {
    this.#child.stdin?.write("stop\n");
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }
}

/** All messages of the room, page by page (P7.2). */
async function readAll(origin: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const after = all.at(-1)?.seq ?? 0;
    const response = await fetch(`${origin}/api/rooms/reference/messages?limit=100&after=${after}`);
    const { messages } = (await response.json()) as { messages: Message[] };
    if (messages.length === 0) return all;
    all.push(...messages);
  }
}

/** Whether the viewer reacted is theirs alone to know. */
function withoutMe(messages: readonly Message[]): Message[] {
  return messages
    .map(({ reactions, ...message }) =>
      reactions === undefined ? message : { ...message, reactions: reactions.map(({ me: _, ...one }) => one) },
    )
    .toSorted((one, other) => one.seq - other.seq);
}

test(
  "P4.1 P4.2 P4.3 P4.4 P3.5 the reference clients have what the server has, after it was killed again and again",
  async () => {
    const server = await startWorkerd();
    const folder = await mkdtemp(join(tmpdir(), "parley-reference-"));
    const clients: Client[] = [];
    try {
      await writeFile(join(folder, "client.mjs"), await programIn("js"));
      await writeFile(join(folder, "client.py"), await programIn("python"));
      await writeFile(join(folder, "driver.mjs"), JS_DRIVER);
      await writeFile(join(folder, "driver.py"), PYTHON_DRIVER);
      const url = `${server.origin.replace("http", "ws")}/ws/reference`;
      clients.push(new Client(process.execPath, ["driver.mjs", url], folder));
      clients.push(
        hasPython
          ? new Client("python3", ["driver.py", url], folder)
          : new Client(process.execPath, ["driver.mjs", url], folder),
      );
      const all = (isSo: (status: Status) => boolean) => clients.every((client) => isSo(client.running));

      let target = EVENTS_PER_LIFE;
      for (let kill = 0; kill < KILLS; kill += 1) {
        await until("everyone is back and writes", WITHIN_MS, () => all(({ live, seq }) => live && seq >= target));
        await server.kill();
        await server.restart();
        target = Math.max(...clients.map(({ running }) => running.seq)) + EVENTS_PER_LIFE;
      }
      for (const client of clients) client.stopWriting();
      const [first] = clients;
      await until("everything is sent and received", WITHIN_MS, () =>
        all(({ live, messages, pending, seq }) => {
          return live && pending === 0 && messages.length > 0 && seq === first?.running.seq;
        }),
      );
      const stored = await readAll(server.origin);
      expect(stored.length).toBeGreaterThan(KILLS * 10);
      for (const { running } of clients) expect(withoutMe(running.messages)).toEqual(stored);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
  5 * WITHIN_MS,
);
