/** A message that the room has stored. */
export interface Sent {
  /** The message's number in the log. */
  readonly seq: number;
}

/** Calls of `send` that the frame has not answered yet, by id. */
export class Sends extends Map<number, PromiseWithResolvers<Sent>> {
  /** The call that an answer belongs to, which has only one. */
  take(id: number): PromiseWithResolvers<Sent> | undefined {
    const sent = this.get(id);
    this.delete(id);
    return sent;
  }

  /** Rejects every call. */
  reject(error: Error): void {
    for (const id of this.keys()) this.take(id)?.reject(error);
  }
}

/** An error with a code for programs. */
export function sendError(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}
