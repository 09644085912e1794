import { randomUUID } from "node:crypto";
import { V1 } from "../../../src/protocol/parse-v1.ts";
import { RawWebSocket } from "../../support/raw-web-socket.ts";
import { Observer } from "../observer.ts";

/** A room with an observer of each dialect, and attackers. */
export class RoomUnderAttack {
  readonly room: string;
  readonly v1: Observer;
  readonly plain: Observer;
  readonly #origin: string;
  readonly #attackers: RawWebSocket[] = [];

  private constructor(origin: string, room: string, v1: Observer, plain: Observer) {
    this.#origin = origin;
    this.room = room;
    this.v1 = v1;
    this.plain = plain;
  }

  /** Opens a fresh room. */
  static async open(origin: string): Promise<RoomUnderAttack> {
    const room = `t-${randomUUID()}`;
    const v1 = await Observer.enter(origin, room, "v1");
    return new RoomUnderAttack(origin, room, v1, await Observer.enter(origin, room, "plain"));
  }

  /** The URL of its socket. */
  get url(): string {
    return `${this.#origin}/ws/${this.room}`;
  }

  /** Opens a connection that has not sent a hello. */
  async openAttacker(headers: Readonly<Record<string, string>> = {}): Promise<RawWebSocket> {
    const attacker = await RawWebSocket.open(this.url, { protocol: V1, headers });
    this.#attackers.push(attacker);
    return attacker;
  }

  /** Connects as Mallory, or under a similar name: only one user can have a name (P8.10). */
  async enterAttacker(headers?: Readonly<Record<string, string>>): Promise<RawWebSocket> {
    const attacker = await this.openAttacker(headers);
    const nth = this.#attackers.length;
    attacker.send({ type: "hello", v: 1, username: nth === 1 ? "Mallory" : `Mallory ${nth}` });
    await attacker.until("it is in the room", () => attacker.texts.some((text) => text.includes('"ready"')));
    return attacker;
  }

  /**
   * Lets one of the observers write a message. Everything done to the room before is processed by then.
   *
   * @returns the violations in everything that both observers have received so far, including this message
   */
  async checkObservers(said: readonly string[] = []): Promise<readonly string[]> {
    await this.v1.say("goes on");
    await this.plain.waitForText("goes on");
    const expected = [...said, "goes on"].join("\n");
    return [this.v1, this.plain].flatMap(({ heard, wrong }) => {
      const texts = heard.map(({ text }) => text).join("\n");
      return [...wrong, ...(texts === expected ? [] : [`expected the texts ${expected}, got ${texts}`])];
    });
  }

  close(): void {
    for (const attacker of this.#attackers) attacker.destroy();
    this.v1.close();
    this.plain.close();
  }
}

/** The codes of the errors that a client received. */
export function errorsIn(texts: readonly string[]): string[] {
  const ERROR = /"type":"error","code":"(\w+)"/g;
  return texts.flatMap((text) => Array.from(text.matchAll(ERROR), ([, code]) => String(code)));
}
