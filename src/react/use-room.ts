import { useEffect, useRef, useState } from "react";
import { connect } from "../client/connect.ts";
import type { ConnectOptions } from "../client/connect-options.ts";
import type { RoomClient } from "../client/room-client.ts";
import type { JsonObject } from "../protocol/json.ts";

/** Options of `connect`, or a function that returns them: it runs in the browser only, where there is a `localStorage`. */
export type RoomOptions = ConnectOptions | (() => ConnectOptions);

/**
 * Connects to a room while the component is mounted.
 *
 * The client exists from the first effect on, so a server renders a page without it. `StrictMode` mounts twice; the first client
 * is closed before it opens its socket.
 *
 * @typeParam Extra the application's own fields of messages
 * @param url of the room, or a path on this page's own server, such as `/ws/lobby`. Another URL connects to another room
 * @param options read when the client connects; later changes have no effect
 * @returns `undefined` before the first effect
 */
export function useRoom<Extra extends object = JsonObject>(
  url: string | URL,
  options: RoomOptions = {},
): RoomClient<Extra> | undefined {
  const [room, setRoom] = useState<RoomClient<Extra>>();
  const current = useRef(options);
  useEffect(() => {
    current.current = options;
  });
  const address = String(url);
  useEffect(() => {
    const { current: given } = current;
    const room = connect<Extra>(new URL(address, location.href), typeof given === "function" ? given() : given);
    setRoom(room);
    return () => room.close();
  }, [address]);
  return room;
}
