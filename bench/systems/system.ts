import type { ScenarioName } from "../figures.ts";
import type { DialectName } from "../generator/dialects.ts";

/** A system under test. */
export interface System {
  readonly name: string;
  /** For the report: its description, including what it does with a message. */
  readonly about: string;
  /** For the report, if the name alone does not say it. */
  readonly label?: string;
  readonly dialect: DialectName;
  /** Whether a client sends a hello after the upgrade. */
  readonly joins: boolean;
  takesPartIn(scenario: ScenarioName): boolean;
  /** The path of a room's socket. */
  path(room: string): string;
  start(scenario: ScenarioName): Promise<RunningSystem>;
}

export interface RunningSystem {
  readonly port: number;
  /** The id of the serving process; absent if there are several. */
  readonly pid?: number;
  /** The folder of the rooms' databases, one file each. */
  readonly databases?: string;
  /** Kills the process and restarts it over the same storage; absent if nothing is stored. */
  readonly restart?: (between?: () => void) => Promise<void>;
  stop(): Promise<void>;
}
