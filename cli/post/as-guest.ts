import { EXIT } from "../exit-codes.ts";
import { asApiError, entered, openRoom } from "../open-room.ts";
import { Guests, withoutOutbox } from "../state/guests.ts";
import { CommandFailed } from "../usage-error.ts";
import { type PostRequest, textsOf } from "./post-request.ts";
import { printNumber } from "./print-number.ts";

/** The guest who posts. */
export interface Guest {
  /** `undefined` for the name of the last run, or one that the room makes. */
  readonly name: string | undefined;
  /** Milliseconds to wait for the room: to get in, and for each message. */
  readonly patienceMs: number;
}

/** Posts over a socket, and prints the number of each message once the room has stored it. */
export async function postAsGuest(request: PostRequest, { name, patienceMs }: Guest): Promise<void> {
  const { id, replyTo, target } = request;
  const client = openRoom(target, {
    ...(name === undefined ? {} : { username: name }),
    storage: withoutOutbox(new Guests(target).named(name).storage),
  });
  try {
    await within(patienceMs, entered(client, target));
    for await (const text of textsOf(request)) {
      const options = { ...(id === undefined ? {} : { id }), ...(replyTo === undefined ? {} : { replyTo }) };
      const { seq } = await within(patienceMs, client.send(text, options));
      await printNumber(seq);
    }
  } catch (error) {
    throw asApiError(error, target);
  } finally {
    client.close();
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(late(ms)), ms);
  try {
    return await Promise.race([work, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function late(ms: number): CommandFailed {
  return new CommandFailed(
    `The room did not answer within ${ms / 1_000} seconds. The message may have arrived: repeat the command with an --id to post it once.`,
    EXIT.unreachable,
  );
}
