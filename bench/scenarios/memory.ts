import type { Figure } from "../figures.ts";
import { residentBytes } from "../systems/process-figures.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** What a socket that says nothing takes of the server's memory. */
export async function* memory(context: Context): AsyncGenerator<Figure> {
  const { profile, running, system } = context;
  // A server of several processes has no one figure.
  if (running.pid === undefined) return;
  const receivers = profile.sockets;
  // One room before, so that what a server takes for the first is not taken for its sockets'.
  await fillRoom(context, 1);
  const before = residentBytes(running.pid);
  await fillRoom(context, receivers);
  const bytesPerSocket = (residentBytes(running.pid) - before) / receivers;
  context.progress(`${Math.round(bytesPerSocket)} bytes a socket`);
  yield { scenario: "memory", system: system.name, receivers, values: { bytesPerSocket }, broken: [] };
}
