import type { Context } from "hono";
import type { Position } from "../../protocol/commands.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { objectOf } from "../config/located-objects.ts";
import { networkKey } from "../deployment/ban-list.ts";
import { encodeUpgrade, type UpgradeRequest } from "../object/upgrade.ts";
import { addressOf } from "./client-address.ts";
import { corsHeaders } from "./cors.ts";
import { type ReadPosition, readPosition, streamEvents } from "./event-stream.ts";
import { type App, answer, authorizeRead, type RoomRequest } from "./room-request.ts";

/** Streams the events of a room (P7.16). The stream is a reader of the room, so that its object can hibernate. */
export async function readEvents(c: Context<App, "/:room/events">): Promise<Response> {
  const name = c.req.param("room");
  const request = await authorizeRead(c, name);
  if (request instanceof Response) return request;
  const id = c.req.header("last-event-id") ?? c.req.query("since");
  const position = id === undefined ? undefined : readPosition(id);
  if (id !== undefined && position === undefined) return answer(c, request, "bad_since");
  const since = await withEpoch(request, position);
  if (typeof since === "string") return answer(c, request, since);

  const headers = corsHeaders(c.req.header("origin"), request.config);
  const opened = await openReader(c, normalizeRoomName(name) ?? "", request);
  const { webSocket: socket } = opened;
  if (socket === null) {
    // The room refuses sockets with 403. Without a token, the answer is that there has to be one (P8.8).
    const status = opened.status === 403 && request.requester.type === "anonymous" ? 401 : opened.status;
    return new Response(opened.body, { status, headers: { ...Object.fromEntries(opened.headers), ...headers } });
  }
  socket.accept();
  const stream = streamEvents(socket, since, (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  });
  // Proxies such as nginx would hold the events back.
  const event = { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" };
  return new Response(stream, { headers: { ...headers, ...event } });
}

/** Asks the room for its epoch, if a client knows a `seq` only. */
async function withEpoch({ requester, stub }: RoomRequest, position: ReadPosition | undefined) {
  if (position === undefined) return undefined;
  const { epoch, seq } = position;
  if (epoch !== undefined) return { epoch, seq } satisfies Position;
  const summary = await stub.summary(requester);
  if (typeof summary === "string") return summary;
  return { epoch: summary.epoch ?? "", seq } satisfies Position;
}

function openReader({ env, req }: Context<App>, room: string, { config, requester }: RoomRequest): Promise<Response> {
  const address = addressOf(req.raw, config.proxy);
  const network = networkKey(address, config);
  const upgrade: UpgradeRequest = {
    dialect: "v1",
    history: 0,
    mayMake: config.rooms.access !== "claimed",
    requester,
    ...(address === undefined ? {} : { address }),
    ...(network === undefined ? {} : { network }),
  };
  return objectOf(env.CHAT_ROOM, room, env).fetch(encodeUpgrade(upgrade));
}
