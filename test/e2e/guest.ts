import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { inject, onTestFinished } from "vitest";

/** How long a test waits for something before it says that it did not come. */
const DEADLINE_MS = 20_000;

/** Milliseconds: sooner again than a client's, so that a test waits less. */
const TYPING_EVERY_MS = 1_000;

/** An object of the room's, as far as the tests look into it. */
export interface Told {
  readonly type: string;
  readonly seq: number;
  readonly uid: string;
  readonly id?: string;
  readonly [field: string]: unknown;
}

/** Somebody in a room who speaks v1 by hand: the platform's WebSocket and JSON, nothing of ours. */
export class Guest {
  readonly #socket: WebSocket;
  readonly #told: Told[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      // The tests know what the room says; what is not there fails an expectation.
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

  /** Sends a command, and waits until it is stored. Returns its `seq`. */
  async does(command: object): Promise<number> {
    const id = randomUUID();
    this.send({ ...command, id });
    return (await this.told((object) => object.id === id)).seq;
  }

  says(message: string, fields: object = {}): Promise<number> {
    return this.does({ type: "message", message, ...fields });
  }

  /** Waits for an object of the room's, which may have come before. */
  async told(isIt: (object: Told) => boolean): Promise<Told> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    for (;;) {
      const found = this.#told.find(isIt);
      if (found !== undefined) return found;
      await once(this.#socket, "message", { signal: deadline });
    }
  }

  /** Waits for a message of this text. */
  hears(text: string): Promise<Told> {
    return this.told(({ message, type }) => type === "message" && message === text);
  }

  /** Is typing, and says so again and again as long as the socket is open: once may go under in a burst (P3.9). */
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

/** Somebody who is in a room until the test is over. */
export async function guestIn(room: string, name = "Mei"): Promise<Guest> {
  const guest = await Guest.enter(room, name);
  onTestFinished(() => guest.close());
  return guest;
}
