import type { Figure } from "../figures.ts";
import { residentBytes } from "../systems/process-figures.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** The server's memory per idle socket. */
export async function* memory(context: Context): AsyncGenerator<Figure> {
  const { receivers, running, system } = context;
  // A server with several processes has no single value.
  if (running.pid === undefined) return;
  // A first room, so that a server's one-time allocations do not count as its sockets'.
  await fillRoom(context, { receivers: 1 });
  const before = residentBytes(running.pid);
  await fillRoom(context);
  const bytesPerSocket = (residentBytes(running.pid) - before) / receivers;
  context.progress(`${Math.round(bytesPerSocket)} bytes a socket`);
  yield { scenario: "memory", system: system.name, receivers, values: { bytesPerSocket }, broken: [] };
}
