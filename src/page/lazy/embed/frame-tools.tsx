import { SearchIconButton } from "../search/search-button.tsx";
import { PopOut } from "./pop-out.tsx";

/** The tools of a frame's header: it has no menu of the room. */
export function FrameTools({ room }: { room: string }) {
  return (
    <>
      <SearchIconButton />
      <PopOut room={room} />
    </>
  );
}
