import type { ServerObject } from "../../src/protocol/server-frame.ts";
import { judgePlainFrame, judgeV1Frame } from "./conforms.ts";
import { until } from "./deadline.ts";

const WITHIN_MS = 120_000;
/** Events between two acks of an observer: far below what the room allows (P3.8). */
const ACK_EVENTS = 100;
/** Frames between two signs of life of a plain observer (P2.9). */
const PING_FRAMES = 100;

/** A message that an observer received, and its place in the log. */
export interface Heard {
  readonly seq: number;
  readonly text: string;
}

/**
 * A well-behaved client that checks everything it receives against the contract: each event once, in order, without a
 * hole. It uses the platform's WebSocket, so the frames themselves are checked too.
 */
export class Observer {
  readonly #socket: WebSocket;
  readonly #dialect: "plain" | "v1";
  /** Violations, in words. */
  readonly wrong: string[] = [];
  /** Messages, in order of arrival. */
  readonly heard: Heard[] = [];
  /** System messages of the plain dialect. */
  readonly systemMessages: string[] = [];
  /** Signals and all other objects from the room, by type. */
  readonly objects: ServerObject[] = [];
  /** The newest event that it received. */
  position = 0;
  #isReady = false;
  #isClosing = false;
  #received = 0;
  #acknowledged = 0;
  #frames = 0;

  private constructor(url: string, dialect: "plain" | "v1", username: string) {
    this.#dialect = dialect;
    this.#socket = new WebSocket(url, dialect === "v1" ? ["parley.v1"] : []);
    this.#socket.addEventListener("open", () => {
      if (dialect === "v1") this.#send({ type: "hello", v: 1, username });
    });
    this.#socket.addEventListener("message", ({ data }) => {
      this.#frames += 1;
      this.#received += String(data).length;
      if (data === "pong") return;
      if (dialect === "v1") this.#takeV1(String(data));
      else this.#takePlain(String(data));
    });
    this.#socket.addEventListener("close", ({ code }) => {
      if (!this.#isClosing) this.wrong.push(`the observer ${username} was closed with ${code}`);
    });
  }

  /** Connects to a room, and waits until it has joined. */
  static async enter(origin: string, room: string, dialect: "plain" | "v1", username = "observer"): Promise<Observer> {
    const observer = new Observer(`${origin.replace("http", "ws")}/ws/${room}`, dialect, username);
    await until("the observer is in the room", WITHIN_MS, () => observer.#isReady);
    return observer;
  }

  /** Sends a message, and waits for its echo. */
  async say(text: string): Promise<void> {
    this.#send({ type: "message", id: crypto.randomUUID(), message: text });
    await this.waitForText(text);
  }

  /** Waits until a user sends this text. */
  async waitForText(text: string): Promise<void> {
    await until(`${text} arrives`, WITHIN_MS, () => this.heard.at(-1)?.text === text || this.#hasHeard(text));
  }

  close(): void {
    this.#isClosing = true;
    this.#socket.close();
  }

  #hasHeard(text: string): boolean {
    return this.heard.some((message) => message.text === text);
  }

  #send(object: object): void {
    this.#socket.send(JSON.stringify(object));
  }

  #takeV1(text: string): void {
    const { objects, wrong } = judgeV1Frame(text);
    this.wrong.push(...wrong);
    for (const object of objects) {
      if (object.type === "welcome") this.position = object.head;
      else if (object.type === "ready") this.#isReady = true;
      else if ("seq" in object && object.type !== "ack") {
        if (object.seq !== this.position + 1) this.wrong.push(`${object.seq} came after ${this.position}`);
        this.position = object.seq;
        if (object.type === "message") this.heard.push({ seq: object.seq, text: object.message });
      } else this.objects.push(object);
    }
    if (this.position - this.#acknowledged < ACK_EVENTS) return;
    this.#acknowledged = this.position;
    this.#send({ type: "ack", seq: this.position, received: this.#received });
  }

  #takePlain(text: string): void {
    const { object, wrong } = judgePlainFrame(text);
    this.wrong.push(...wrong);
    const { message, seq, type } = object;
    if (type === "system") {
      this.#isReady = true;
      this.systemMessages.push(String(message));
    } else if (type === "message") {
      // It receives only messages, so numbers may be missing (P2.8).
      if (typeof seq !== "number" || seq <= this.position) this.wrong.push(`${seq} came after ${this.position}`);
      else this.position = seq;
      this.heard.push({ seq: this.position, text: String(message) });
    }
    if (this.#frames % PING_FRAMES === 0 && this.#dialect === "plain") this.#socket.send("ping");
  }
}

/** Two users in a separate room, who must notice nothing of what happens elsewhere. */
export class Canary {
  readonly #speaker: Observer;
  readonly #listener: Observer;
  #sent = 0;

  private constructor(speaker: Observer, listener: Observer) {
    this.#speaker = speaker;
    this.#listener = listener;
  }

  static async enter(origin: string): Promise<Canary> {
    const enter = (dialect: "plain" | "v1") => Observer.enter(origin, "canary", dialect, `canary-${dialect}`);
    return new Canary(await enter("v1"), await enter("plain"));
  }

  /** How many messages were delivered. */
  get sent(): number {
    return this.#sent;
  }

  /** Sends the next message, and waits until both receive it. */
  async sendNext(): Promise<void> {
    this.#sent += 1;
    const text = `canary ${this.#sent}`;
    await Promise.all([this.#speaker.say(text), this.#listener.waitForText(text)]);
  }

  /** The violations: every message must be there once, in order, and nothing else. */
  get wrong(): readonly string[] {
    const expected = Array.from({ length: this.#sent }, (_, index) => `${index + 1}: canary ${index + 1}`);
    return [this.#speaker, this.#listener].flatMap(({ heard, wrong }) => {
      const received = heard.map(({ seq, text }) => `${seq}: ${text}`);
      return [
        ...wrong,
        ...(received.join() === expected.join()
          ? []
          : [`the canaries received ${received.length} of ${this.#sent} messages`]),
      ];
    });
  }

  close(): void {
    this.#speaker.close();
    this.#listener.close();
  }
}
