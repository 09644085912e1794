import { fileURLToPath } from "node:url";
import { startDevServer } from "../../test/support/dev-server.ts";
import { startBun, startNode } from "./process-peer.ts";
import type { System } from "./system.ts";
import { startWorkerdRoom } from "./workerd-room.ts";

const peer = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url));

const parley = { dialect: "parley", joins: true, path: (room: string) => `/ws/${room}` } as const;
const echo = { dialect: "echo", joins: false, path: (room: string) => `/${room}` } as const;

/** As deployed: floods are limited (P5.1). In other scenarios a few senders stand for many, so there is no limit. */
const LIMITED = { MAX_FRAMES_PER_SECOND: "" };

/** Every system that the bench knows, in report order. */
export const SYSTEMS: readonly System[] = [
  {
    ...parley,
    name: "parley",
    about: "Parley in bare workerd, SQLite on disk",
    start: (scenario) => startWorkerdRoom(undefined, scenario === "flood" ? LIMITED : {}),
  },
  {
    ...parley,
    name: "parley-dev",
    about: "Parley under `wrangler dev`",
    start: () => startDevServer(),
  },
  {
    ...echo,
    name: "demo",
    about: "a Durable Object room in the way of the well-known demo: a frame and a `put` each, in the same workerd",
    start: () => startWorkerdRoom(peer("demo")),
  },
  {
    ...echo,
    name: "bare",
    about: "a Durable Object that sends a frame each and stores nothing, in the same workerd",
    start: () => startWorkerdRoom(peer("bare")),
  },
  {
    ...echo,
    name: "stored",
    about: "the same with one INSERT before it sends",
    start: () => startWorkerdRoom(peer("stored")),
  },
  {
    ...echo,
    name: "partyserver",
    about: "`broadcast` of partyserver, hibernating, in the same workerd; nothing stored",
    path: (room) => `/parties/chat/${room}`,
    start: () => startWorkerdRoom(peer("partyserver")),
  },
  { ...echo, name: "ws", about: "npm `ws` in Node; nothing stored", start: () => startNode("ws.ts") },
  {
    name: "socket.io",
    about: "socket.io in Node, over WebSocket; nothing stored",
    dialect: "socketIo",
    joins: true,
    path: () => "/socket.io/?EIO=4&transport=websocket",
    start: () => startNode("socket-io.ts"),
  },
  { ...echo, name: "bun", about: "Bun's `publish` (uWebSockets); nothing stored", start: () => startBun("bun.ts") },
];
