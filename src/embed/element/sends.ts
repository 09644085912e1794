/** A message that the room has stored. */
export interface Sent {
  /** The message's number in the log. */
  readonly seq: number;
}

/** A call of `send`. A type of its own, because a program may be compiled for an older standard library. */
interface Call {
  resolve(sent: Sent): void;
  reject(error: Error): void;
}

/** Calls of `send` that the frame has not answered yet, by id. */
export class Sends extends Map<number, Call> {
  /** The call that an answer belongs to, which has only one. */
  take(id: number): Call | undefined {
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
