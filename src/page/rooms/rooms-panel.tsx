import { MakeRoom } from "./make-room.tsx";
import { RoomList } from "./room-list.tsx";
import { ShareRoom } from "./share-room.tsx";

/** The room's link, the rooms that were visited, and a new one. */
export function RoomsPanel({ room }: { room: string }) {
  return (
    <>
      <ShareRoom room={room} />
      <RoomList current={room} />
      <MakeRoom />
    </>
  );
}
