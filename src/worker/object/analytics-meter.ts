import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { Meter, StorageFigures, TurnFigures } from "./meter.ts";

/** A point of a dataset. */
export interface DataPoint {
  readonly indexes: string[];
  readonly blobs: string[];
  readonly doubles: number[];
}

/** A dataset of Workers Analytics Engine. Writing costs no waiting, and never fails. */
export interface Dataset {
  writeDataPoint(point: DataPoint): void;
}

/**
 * Writes what happens in a room to Workers Analytics Engine, at once: a room that hibernates forgets what it has counted. The
 * first blob says which kind of point it is (docs/deploying.md).
 */
export class AnalyticsMeter implements Meter {
  readonly #data: Dataset;
  readonly #room: string;

  constructor(data: Dataset, room: string) {
    this.#data = data;
    this.#room = room;
  }

  stored({ events, messages, sockets }: TurnFigures): void {
    this.#write(["stored"], [messages, events, sockets]);
  }

  refused(code: ErrorCode): void {
    this.#write(["refused", code], [1]);
  }

  flushed({ bytes, flushMs }: StorageFigures): void {
    this.#write(["flush"], [flushMs, bytes]);
  }

  called(wasTaken: boolean): void {
    this.#write(["webhook", wasTaken ? "delivered" : "failed"], [1]);
  }

  #write(blobs: string[], doubles: number[]): void {
    this.#data.writeDataPoint({ indexes: [this.#room], blobs, doubles });
  }
}
