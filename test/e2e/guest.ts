import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { inject, onTestFinished } from "vitest";

/** Timeout of a wait. */
const DEADLINE_MS = 60_000;

/** Milliseconds: more often than a client, so that tests wait less. */
const TYPING_EVERY_MS = 1_000;

/** An object from the room, with the fields that tests read. */
export interface Told {
  readonly type: string;
  readonly seq: number;
  readonly uid: string;
  readonly id?: string;
  readonly [field: string]: unknown;
}

/** A hand-written v1 client: the platform's WebSocket and JSON, nothing of this project. */
export class Guest {
  readonly #socket: WebSocket;
  readonly #told: Told[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      // The tests know what the room sends; a missing field fails an expectation.
      this.#told.push(...(JSON.parse(String(data)) as Told[]));
    });
  }

  static async enter(room: string, username: string, origin = inject("origin")): Promise<Guest> {
    const url = `${origin.replace("http", "ws")}/ws/${room}`;
    const guest = new Guest(new WebSocket(url, "parley.v1"));
    await once(guest.#socket, "open");
    guest.send({ type: "hello", v: 1, username });
    await guest.told(({ type }) => type === "ready");
    return guest;
  }

  send(object: object): void {
    this.#socket.send(JSON.stringify(object));
  }

  /** Sends a command, waits until it is stored, and returns its `seq`. */
  async does(command: object): Promise<number> {
    const id = randomUUID();
    this.send({ ...command, id });
    return (await this.told((object) => object.id === id)).seq;
  }

  says(message: string, fields: object = {}): Promise<number> {
    return this.does({ type: "message", message, ...fields });
  }

  /** Waits for an object from the room, which may have arrived before. */
  async told(isIt: (object: Told) => boolean): Promise<Told> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    for (;;) {
      const found = this.#told.find(isIt);
      if (found !== undefined) return found;
      await once(this.#socket, "message", { signal: deadline });
    }
  }

  /** Waits for a message with this text. */
  hears(text: string): Promise<Told> {
    return this.told(({ message, type }) => type === "message" && message === text);
  }

  /** Types, and repeats it while the socket is open: a single signal may get lost in a burst (P3.9). */
  types(): void {
    const sayIt = () => this.send({ type: "typing" });
    sayIt();
    const timer = setInterval(sayIt, TYPING_EVERY_MS);
    this.#socket.addEventListener("close", () => clearInterval(timer));
  }

  close(): void {
    this.#socket.close();
  }
}

/** A user who is in a room until the test ends. */
export async function guestIn(room: string, name = "Mei"): Promise<Guest> {
  const guest = await Guest.enter(room, name);
  onTestFinished(() => guest.close());
  return guest;
}
