import type { RoomError } from "./room-error.ts";

/** A call of `enter` that waits for the server (P3.37). */
export interface Entrance {
  /**
   * The client is a person.
   *
   * @param hasAsked `false` if the server made it one by itself, as servers of earlier versions do (P3.35)
   */
  entered(hasAsked: boolean): void;
  failed(error: RoomError): void;
}
