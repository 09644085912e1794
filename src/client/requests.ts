import type { AnyList } from "../protocol/server-frame.ts";
import type { DoneObject } from "../protocol/server-objects.ts";
import type { Clock } from "./clock.ts";
import { ANSWER_WITHIN_MS } from "./outbox.ts";
import { quietly } from "./quietly.ts";
import { RoomError } from "./room-error.ts";

/** The response to a request. */
export type Answer = DoneObject | AnyList;

export interface RequestPorts {
  readonly clock: Clock;
  readonly send: (frame: string) => void;
  /** Maximum number of pending requests. */
  readonly limit: number;
}

interface PendingRequest {
  readonly frame: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RoomError) => void;
  isSent: boolean;
  /** Cancels the timeout. */
  cancel: () => void;
}

/**
 * Commands that only their sender gets a response to (P9). They are queued in memory: after a reload, users check the
 * current state first. None is sent twice, because they are not idempotent (P9.3).
 */
export class Requests {
  readonly #ports: RequestPorts;
  readonly #pending = new Map<string, PendingRequest>();
  #isOpen = false;

  constructor(ports: RequestPorts) {
    this.#ports = ports;
  }

  /**
   * Sends a request as soon as the client is connected.
   *
   * @param id the command's
   * @throws RoomError if there are too many
   */
  add(id: string, frame: string): Promise<Answer> {
    if (this.#pending.size >= this.#ports.limit) {
      throw new RoomError("outbox_full");
    }
    return quietly(
      new Promise((resolve, reject) => {
        this.#pending.set(id, { frame, resolve, reject, isSent: false, cancel: () => {} });
        this.#pump();
      }),
    );
  }

  /** Connected and caught up. */
  open(): void {
    this.#isOpen = true;
    this.#pump();
  }

  /** The connection was lost. Requests in flight may or may not have been carried out. */
  close(): void {
    this.#isOpen = false;
    for (const [id, { isSent }] of this.#pending) if (isSent) this.#unanswered(id);
  }

  answered(answer: Answer): void {
    this.#take(answer.id)?.resolve(answer);
  }

  /** @returns whether it was one of these requests */
  rejected(id: string, error: RoomError): boolean {
    const request = this.#take(id);
    request?.reject(error);
    return request !== undefined;
  }

  /** Rejects all requests. */
  end(error: RoomError): void {
    for (const id of [...this.#pending.keys()]) this.rejected(id, error);
  }

  #pump(): void {
    if (!this.#isOpen) return;
    for (const [id, request] of this.#pending) {
      if (request.isSent) continue;
      request.isSent = true;
      request.cancel = this.#ports.clock.after(ANSWER_WITHIN_MS, () => this.#unanswered(id));
      this.#ports.send(request.frame);
    }
  }

  #unanswered(id: string): void {
    this.rejected(id, new RoomError("unanswered"));
  }

  #take(id: string): PendingRequest | undefined {
    const request = this.#pending.get(id);
    request?.cancel();
    this.#pending.delete(id);
    return request;
  }
}
