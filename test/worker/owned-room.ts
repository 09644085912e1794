import { OWNER_TOKEN } from "../support/owner-token.ts";
import { freshRoom, type Received } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** A room with its owner connected. */
export async function owned(): Promise<{ room: string; owner: V1Socket }> {
  const room = freshRoom();
  const owner = await V1Socket.hello(room, { username: "Olga" });
  owner.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  return { room, owner };
}

/** Carries out a moderation action. */
export async function order(socket: V1Socket, action: object): Promise<Received> {
  socket.send({ type: "moderate", id: "order", ...action });
  return socket.takeOnly("done");
}
