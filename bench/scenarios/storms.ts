import type { Figure } from "../figures.ts";
import { type Context, enterRoom } from "./scenario.ts";

/** Sockets that stay when all others leave. */
const STAY = 100;

/**
 * Everyone connects at once: first all sockets, then all hellos. If the system has presence, all but some leave at
 * once.
 */
export async function* storms(context: Context): AsyncGenerator<Figure> {
  const { generator, receivers, system } = context;
  const connect = await enterRoom(context);
  context.progress(`${receivers} sockets open after ${Math.round(connect.ms)} ms`);
  const join = system.joins ? await generator.call("join") : undefined;
  await generator.call("settle");
  if (join !== undefined) context.progress(`and joined after ${Math.round(join.ms)} ms`);
  const joinFrames = await generator.call("frames");
  const leave = join !== undefined && system.dialect === "parley" ? await generator.call("depart", STAY) : undefined;
  if (leave !== undefined) context.progress(`each remaining client got ${leave.frames / leave.stayed} frames`);
  yield {
    scenario: "storms",
    system: system.name,
    receivers,
    values: {
      connectMs: connect.ms,
      connectP99Ms: connect.latency.p99,
      ...(join === undefined
        ? {}
        : {
            joinMs: join.ms,
            joinP99Ms: join.latency.p99,
            joinBytesPerSocket: join.bytes / receivers,
            joinFramesPerSocket: joinFrames / receivers,
          }),
      ...(leave === undefined
        ? {}
        : { leaveFramesPerSocket: leave.frames / leave.stayed, leaveBytesPerSocket: leave.bytes / leave.stayed }),
    },
    broken: [],
  };
}
