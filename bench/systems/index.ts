import { fileURLToPath } from "node:url";
import { startDevServer } from "../../test/support/dev-server.ts";
import type { ScenarioName } from "../figures.ts";
import { GATHER } from "../peers/gather.ts";
import { startBun, startNode } from "./process-peer.ts";
import type { System } from "./system.ts";
import { startWorkerdRoom } from "./workerd-room.ts";

const peer = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url));

const anything = () => true;
const saturationOnly = (scenario: ScenarioName) => scenario === "saturation";
/** Peers are not made for an overload: those that are compared at saturation show how they behave. */
const notOverload = (scenario: ScenarioName) => scenario !== "overload";

const parley = { dialect: "parley", joins: true, path: (room: string) => `/ws/${room}` } as const;
const echo = {
  dialect: "echo",
  joins: false,
  takesPartIn: notOverload,
  path: (room: string) => `/${room}`,
} as const;
const gathering = { ...echo, dialect: "gathering", takesPartIn: saturationOnly } as const;

/** As deployed: floods are limited (P5.1). In other scenarios a few senders stand for many, so there is no limit. */
const LIMITED = { MAX_FRAMES_PER_SECOND: "" };

/**
 * For JavaScript in an overloaded room. An object has 128 MB in all; workerd alone sets no limit, so V8 would collect its
 * garbage late, and the process would tell nothing about what the room holds.
 */
const MAX_HEAP_MEGABYTES = 96;

/** Every system that the bench knows, in report order. */
export const SYSTEMS: readonly System[] = [
  {
    ...parley,
    name: "parley",
    about: "Parley in bare workerd, SQLite on disk",
    takesPartIn: anything,
    start: (scenario) =>
      startWorkerdRoom(
        undefined,
        scenario === "flood" ? LIMITED : {},
        scenario === "overload" ? MAX_HEAP_MEGABYTES : undefined,
      ),
  },
  {
    ...parley,
    name: "parley-unicode",
    about: "the same, with Chinese text and emoji",
    label: "parley, Chinese and emoji",
    dialect: "parleyUnicode",
    takesPartIn: saturationOnly,
    start: () => startWorkerdRoom(),
  },
  {
    ...parley,
    name: "parley-long",
    about: "the same, with English text of as many bytes",
    label: "parley, long English",
    dialect: "parleyLong",
    takesPartIn: saturationOnly,
    start: () => startWorkerdRoom(),
  },
  {
    ...parley,
    name: "parley-single",
    about: "the same, with each message in a frame of its own",
    label: "parley, a frame each",
    dialect: "parleySingle",
    takesPartIn: saturationOnly,
    start: () => startWorkerdRoom(),
  },
  {
    ...parley,
    name: "parley-dev",
    about: "Parley under `wrangler dev`",
    takesPartIn: notOverload,
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
    ...gathering,
    name: "stored-gathering",
    about: "the same, with messages of 5 ms in one INSERT and one frame",
    label: "stored: what the platform can do",
    start: () => startWorkerdRoom(peer("stored-gathering")),
  },
  {
    ...echo,
    name: "partyserver",
    about: "`broadcast` of partyserver, hibernating, in the same workerd; nothing stored",
    path: (room) => `/parties/chat/${room}`,
    start: () => startWorkerdRoom(peer("partyserver")),
  },
  {
    ...echo,
    name: "ws",
    about: "npm `ws` in Node; nothing stored",
    takesPartIn: anything,
    start: () => startNode("ws.ts"),
  },
  {
    ...gathering,
    name: "ws-gathering",
    about: "the same, with messages of 5 ms in one frame",
    label: "ws: what it could do",
    start: () => startNode("ws.ts", GATHER),
  },
  {
    name: "socket.io",
    about: "socket.io in Node, over WebSocket; nothing stored",
    dialect: "socketIo",
    joins: true,
    takesPartIn: notOverload,
    path: () => "/socket.io/?EIO=4&transport=websocket",
    start: () => startNode("socket-io.ts"),
  },
  {
    ...echo,
    name: "bun",
    about: "Bun's `publish` (uWebSockets); nothing stored",
    takesPartIn: anything,
    start: () => startBun("bun.ts"),
  },
  {
    ...gathering,
    name: "bun-gathering",
    about: "the same, with messages of 5 ms in one frame",
    label: "bun: what it could do",
    start: () => startBun("bun.ts", GATHER),
  },
];

/** @throws Error for an unknown name */
export function findSystem(name: string): System {
  const system = SYSTEMS.find((one) => one.name === name);
  if (system === undefined) throw new Error(`unknown system ${name}`);
  return system;
}
