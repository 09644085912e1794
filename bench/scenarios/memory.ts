import type { Figure } from "../figures.ts";
import { residentBytes } from "../systems/process-figures.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** The server's memory per idle socket. */
export async function* memory(context: Context): AsyncGenerator<Figure> {
  const { profile, running, system } = context;
  // A server with several processes has no single value.
  if (running.pid === undefined) return;
  const receivers = profile.sockets;
  // A first room, so that a server's one-time allocations do not count as its sockets'.
  await fillRoom(context, 1);
  const before = residentBytes(running.pid);
  await fillRoom(context, receivers);
  const bytesPerSocket = (residentBytes(running.pid) - before) / receivers;
  context.progress(`${Math.round(bytesPerSocket)} bytes a socket`);
  yield { scenario: "memory", system: system.name, receivers, values: { bytesPerSocket }, broken: [] };
}
