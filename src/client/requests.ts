import type { RequestCommand } from "../protocol/commands.ts";
import type { DoneObject, ListObject } from "../protocol/server-objects.ts";
import type { Clock } from "./clock.ts";
import { frameOf } from "./command-frame.ts";
import { ANSWER_WITHIN_MS } from "./outbox.ts";
import { quietly } from "./quietly.ts";
import { RoomError } from "./room-error.ts";

/** What the room answers to an order. */
export type Answer = DoneObject | ListObject;

/** What the orders need of their surroundings. */
export interface RequestPorts {
  readonly clock: Clock;
  readonly send: (frame: string) => void;
  /** How many may wait. */
  readonly limit: number;
}

interface Order {
  readonly frame: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RoomError) => void;
  isSent: boolean;
  /** Calls off the end of the wait for its answer. */
  cancel: () => void;
}

/**
 * Commands that are answered to their sender alone (P9). They wait for the room in memory: who comes back after a reload
 * looks first at how things stand. None is sent twice, because what is said twice is done twice (P9.3).
 */
export class Requests {
  readonly #ports: RequestPorts;
  readonly #orders = new Map<string, Order>();
  #isOpen = false;

  constructor(ports: RequestPorts) {
    this.#ports = ports;
  }

  /**
   * Takes an order, and sends it when the room listens.
   *
   * @throws RoomError where the room would not understand it
   */
  add(command: RequestCommand): Promise<Answer> {
    const frame = frameOf(command);
    if (this.#orders.size >= this.#ports.limit) {
      throw new RoomError("outbox_full", "Too much waits for the room already.");
    }
    return quietly(
      new Promise((resolve, reject) => {
        this.#orders.set(command.id, { frame, resolve, reject, isSent: false, cancel: () => {} });
        this.#pump();
      }),
    );
  }

  /** The room listens. */
  open(): void {
    this.#isOpen = true;
    this.#pump();
  }

  /** The connection is gone. What was on its way may be done or not. */
  close(): void {
    this.#isOpen = false;
    for (const [id, { isSent }] of this.#orders) if (isSent) this.#unanswered(id);
  }

  answered(answer: Answer): void {
    this.#take(answer.id)?.resolve(answer);
  }

  /** @returns whether it was one of these */
  refused(id: string, error: RoomError): boolean {
    const order = this.#take(id);
    order?.reject(error);
    return order !== undefined;
  }

  /** Nothing will be sent from here any more. */
  end(error: RoomError): void {
    for (const id of [...this.#orders.keys()]) this.refused(id, error);
  }

  #pump(): void {
    if (!this.#isOpen) return;
    for (const [id, order] of this.#orders) {
      if (order.isSent) continue;
      order.isSent = true;
      order.cancel = this.#ports.clock.after(ANSWER_WITHIN_MS, () => this.#unanswered(id));
      this.#ports.send(order.frame);
    }
  }

  #unanswered(id: string): void {
    this.refused(id, new RoomError("unanswered", "The room did not answer; it may be done."));
  }

  #take(id: string): Order | undefined {
    const order = this.#orders.get(id);
    order?.cancel();
    this.#orders.delete(id);
    return order;
  }
}
