import { useEffect } from "preact/hooks";
import { MAX_ROOM_NAME_LENGTH } from "../../../protocol/limits.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Logo } from "../../ui/logo.tsx";

/** Shown at a path that names no room. */
export function NoRoom() {
  const { noRoom } = useAllWords();
  useEffect(() => {
    document.title = `${noRoom.noRoomTitle} · Parley`;
  }, [noRoom]);
  return (
    <main class="card">
      <Logo />
      <h1>{noRoom.noRoom}</h1>
      <p>{noRoom.noRoomAdvice(MAX_ROOM_NAME_LENGTH)}</p>
      <p>
        <a class="button" href="/">
          {noRoom.lobbyLink}
        </a>
      </p>
    </main>
  );
}
