import { randomUUID } from "node:crypto";
import { callRoom } from "../room-api.ts";
import { type PostRequest, textsOf } from "./post-request.ts";
import { printNumber } from "./print-number.ts";

/** Posts over HTTP, so that nobody sees a bot come and go, and prints the number of each message. */
export async function postWithToken(request: PostRequest, token: string): Promise<void> {
  const access = { url: request.target.url, room: request.target.room, token };
  for await (const message of textsOf(request)) {
    const body = {
      message,
      // A repeated attempt must not post twice.
      id: request.id ?? randomUUID(),
      ...(request.replyTo === undefined ? {} : { replyTo: request.replyTo }),
    };
    const posted = (await (await callRoom(access, "/messages", { method: "POST", body })).json()) as { seq: number };
    await printNumber(posted.seq);
  }
}
