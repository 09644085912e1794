import type { ScenarioName } from "../figures.ts";
import type { DialectName } from "../generator/dialects.ts";

/** A system under test. */
export interface System {
  readonly name: string;
  /** For the report: what it is, and what it does with a message. */
  readonly about: string;
  readonly dialect: DialectName;
  /** Whether a client says hello after the upgrade. */
  readonly joins: boolean;
  /** The path of a room's socket. */
  path(room: string): string;
  start(scenario: ScenarioName): Promise<RunningSystem>;
}

export interface RunningSystem {
  readonly port: number;
  /** Of the process that serves; absent where there are several. */
  readonly pid?: number;
  /** Where the rooms' databases are, one file each. */
  readonly databases?: string;
  /** Kills the process and starts it over the same storage; absent where nothing is stored. */
  readonly restart?: (between?: () => void) => Promise<void>;
  stop(): Promise<void>;
}
