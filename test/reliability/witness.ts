import type { ServerObject } from "../../src/protocol/server-frame.ts";
import { judgePlainFrame, judgeV1Frame } from "./conforms.ts";
import { until } from "./deadline.ts";

const WITHIN_MS = 30_000;
/** Events after which a witness says what it took: far below what the room allows (P3.8). */
const ACK_EVENTS = 100;
/** Frames after which a plain one gives a sign of life (P2.9). */
const PING_FRAMES = 100;

/** What a witness heard said, and where in the log. */
export interface Heard {
  readonly seq: number;
  readonly text: string;
}

/**
 * Somebody who sits in a room, does nothing wrong, and looks at all that comes: whether it is what the contract says,
 * each event once, in order and without a hole. On the platform's WebSocket, so that the frames themselves are judged as well.
 */
export class Witness {
  readonly #socket: WebSocket;
  readonly #dialect: "plain" | "v1";
  /** What was not as it should be, in words. */
  readonly wrong: string[] = [];
  /** Messages, in the order in which they came. */
  readonly heard: Heard[] = [];
  /** System messages of the plain dialect. */
  readonly told: string[] = [];
  /** Signals and all else that the room sent, by type. */
  readonly objects: ServerObject[] = [];
  /** The newest event that it saw. */
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
      if (!this.#isClosing) this.wrong.push(`the witness ${username} was closed with ${code}`);
    });
  }

  /** Enters a room, and waits until it is in. */
  static async enter(origin: string, room: string, dialect: "plain" | "v1", username = "witness"): Promise<Witness> {
    const witness = new Witness(`${origin.replace("http", "ws")}/ws/${room}`, dialect, username);
    await until("the witness is in the room", WITHIN_MS, () => witness.#isReady);
    return witness;
  }

  /** Says something, and waits until it hears it. */
  async say(text: string): Promise<void> {
    this.#send({ type: "message", id: crypto.randomUUID(), message: text });
    await this.hears(text);
  }

  /** Waits until somebody says this. */
  async hears(text: string): Promise<void> {
    await until(`somebody hears ${text}`, WITHIN_MS, () => this.heard.at(-1)?.text === text || this.#heardIt(text));
  }

  close(): void {
    this.#isClosing = true;
    this.#socket.close();
  }

  #heardIt(text: string): boolean {
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
      this.told.push(String(message));
    } else if (type === "message") {
      // It is told of messages only, so numbers may be left out (P2.8).
      if (typeof seq !== "number" || seq <= this.position) this.wrong.push(`${seq} came after ${this.position}`);
      else this.position = seq;
      this.heard.push({ seq: this.position, text: String(message) });
    }
    if (this.#frames % PING_FRAMES === 0 && this.#dialect === "plain") this.#socket.send("ping");
  }
}

/** Two people in a room of their own, who must notice nothing of what is done elsewhere. */
export class Canary {
  readonly #speaker: Witness;
  readonly #listener: Witness;
  #said = 0;

  private constructor(speaker: Witness, listener: Witness) {
    this.#speaker = speaker;
    this.#listener = listener;
  }

  static async enter(origin: string): Promise<Canary> {
    const enter = (dialect: "plain" | "v1") => Witness.enter(origin, "canary", dialect, `canary-${dialect}`);
    return new Canary(await enter("v1"), await enter("plain"));
  }

  /** How many messages went through. */
  get said(): number {
    return this.#said;
  }

  /** Says the next thing, and waits until both hear it. */
  async sing(): Promise<void> {
    this.#said += 1;
    const text = `canary ${this.#said}`;
    await Promise.all([this.#speaker.say(text), this.#listener.hears(text)]);
  }

  /** What is not as it should be: all that was said has to be there once, in order, and nothing else. */
  get wrong(): readonly string[] {
    const expected = Array.from({ length: this.#said }, (_, index) => `${index + 1}: canary ${index + 1}`);
    return [this.#speaker, this.#listener].flatMap(({ heard, wrong }) => {
      const sung = heard.map(({ seq, text }) => `${seq}: ${text}`);
      return [
        ...wrong,
        ...(sung.join() === expected.join() ? [] : [`the canaries heard ${sung.length} of ${this.#said}`]),
      ];
    });
  }

  close(): void {
    this.#speaker.close();
    this.#listener.close();
  }
}
