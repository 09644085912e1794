import type { Figure } from "../figures.ts";
import type { ConnectOptions, StormReport } from "../generator/api.ts";
import type { RemoteGenerator } from "../generator/generator-process.ts";
import type { Profile } from "../profiles.ts";
import type { RunningSystem, System } from "../systems/system.ts";

/** The input of a scenario: one freshly started system. */
export interface Context {
  readonly system: System;
  readonly running: RunningSystem;
  readonly generator: RemoteGenerator;
  readonly profile: Profile;
  /** Clients to connect. */
  readonly receivers: number;
  /** Messages per second that the room carries at this size, if an earlier task has found out. */
  readonly edge?: number;
  progress(text: string): void;
}

/** Measures a system, which is started for it and stopped after it. */
export type Scenario = (context: Context) => AsyncGenerator<Figure>;

/** Other clients than the context's receivers. */
type RoomOptions = Partial<Pick<ConnectOptions, "receivers" | "apart" | "apartAreOne">>;

let rooms = 0;

/** Connects to a new room, without a hello. */
export function enterRoom(context: Context, options: RoomOptions = {}): Promise<StormReport> {
  const { generator, receivers, running, system } = context;
  rooms += 1;
  const path = system.path(`bench-${rooms}`);
  return generator.call("connect", { port: running.port, path, dialect: system.dialect, receivers, ...options });
}

/** Everyone has joined a new room, and it is quiet. */
export async function fillRoom(context: Context, options: RoomOptions = {}): Promise<void> {
  await enterRoom(context, options);
  if (context.system.joins) await context.generator.call("join");
  await context.generator.call("settle");
}
