import { setTimeout as sleep } from "node:timers/promises";
import { connect, type RoomClient } from "../../../src/client/index.ts";
import { startServed } from "../../support/served.ts";
import { UNLIMITED } from "../../support/unlimited.ts";
import { until } from "../deadline.ts";
import { readRoom } from "../read-room.ts";

/** Clients that connect together at first. */
const BATCH = 100;
/** People who write while the server is away. */
const WRITERS = 20;
/** Deadline of everything that is waited for. */
const WITHIN_MS = 180_000;
const ROOM = "everyone";

export interface ReturnOptions {
  readonly people: number;
  /** `stop` sends everyone away with 1012, as `npm run serve` does when it ends; `kill` drops their sockets, as Cloudflare does. */
  readonly how: "stop" | "kill";
}

export interface ReturnReport {
  /** People who were online again in each second after their sockets had closed. */
  readonly returns: readonly number[];
  /** Sockets that clients opened in each of those seconds, in vain or not. */
  readonly attempts: readonly number[];
  /** Violations, in words. */
  readonly broken: readonly string[];
}

/** Restarts a server full of people who use the client library, and looks when each is back, and with what. */
export async function runReturn({ how, people }: ReturnOptions): Promise<ReturnReport> {
  const server = await startServed({
    settings: {
      ...UNLIMITED,
      TRUSTED_PROXY: "127.0.0.1",
      MAX_ROOM_SOCKETS: String(Math.max(people, 1)),
      MAX_SOCKETS_PER_ADDRESS: "1000",
    },
  });
  const attempts = new Timeline();
  const returns = new Timeline();
  const clients: RoomClient[] = [];
  let resets = 0;
  const areOnline = () => clients.every(({ state }) => state.status.state === "online");
  const url = `${server.origin.replace("http", "ws")}/ws/${ROOM}`;
  try {
    while (clients.length < people) {
      const batch = Math.min(BATCH, people - clients.length);
      for (let count = 0; count < batch; count += 1) {
        const client = connect(url, {
          username: `p${clients.length}`,
          maxMessages: 50,
          WebSocket: socketFrom(addressOf(clients.length), () => attempts.note()),
        });
        client.on("status", ({ state }) => state === "online" && returns.note());
        client.on("reset", ({ reason }) => {
          if (reason !== "new") resets += 1;
        });
        clients.push(client);
      }
      await until("the first of them are online", WITHIN_MS, areOnline);
    }
    // Presence tells the last of them how many they are.
    await until("everyone knows the size of the room", WITHIN_MS, () =>
      clients.every(({ state }) => state.count === people),
    );

    const away = clients.map((client) => lost(client));
    const start = performance.now();
    if (how === "stop") await server.end("SIGTERM");
    else await server.kill();
    await Promise.all(away);
    attempts.start(start);
    returns.start(start);
    const texts = clients.slice(0, WRITERS).map((client, index) => {
      const text = `said while away ${index}`;
      void client.send(text);
      return text;
    });
    await server.restart();
    await until("everyone is back", WITHIN_MS, areOnline);
    await until("everything is sent", WITHIN_MS, () => clients.every(({ state }) => state.pending.length === 0));
    const { head, messages } = await readRoom(server.origin, ROOM);
    const broken: string[] = [];
    const missing = texts.filter((text) => messages.filter(({ message }) => message === text).length !== 1);
    if (missing.length > 0) broken.push(`${missing.length} messages are not in the log exactly once`);
    if (resets > 0) broken.push(`${resets} clients were reset`);
    await until("everyone has everything", WITHIN_MS, () =>
      clients.every(({ state }) => state.position?.seq === head),
    ).catch((error: unknown) => broken.push(String(error)));
    return { returns: returns.seconds, attempts: attempts.seconds, broken };
  } finally {
    for (const client of clients) client.close();
    await sleep(0);
    await server.stop();
  }
}

function lost(client: RoomClient): Promise<void> {
  return new Promise((resolve) => {
    const off = client.on("status", ({ state }) => {
      if (state !== "reconnecting") return;
      off();
      resolve();
    });
  });
}

/** An address of the documentation networks' size and more, for each client its own: rate limits count addresses. */
function addressOf(index: number): string {
  return `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
}

/** The platform's WebSocket, from an address. */
function socketFrom(address: string, opening: () => void): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      opening();
      // Node's WebSocket takes headers, unlike a browser's.
      const options = { protocols, headers: { "x-forwarded-for": address } };
      super(url, options as unknown as string[]);
    }
  };
}

/** What happened when, in seconds since a start. */
class Timeline {
  #start = Number.POSITIVE_INFINITY;
  readonly #moments: number[] = [];

  /** @param at by `performance.now()`; earlier moments don't count */
  start(at: number): void {
    this.#start = at;
  }

  note(): void {
    this.#moments.push(performance.now());
  }

  get seconds(): readonly number[] {
    const since = this.#moments.map((at) => Math.floor((at - this.#start) / 1_000)).filter((second) => second >= 0);
    const length = Math.max(-1, ...since) + 1;
    return Array.from({ length }, (_, second) => since.filter((one) => one === second).length);
  }
}
