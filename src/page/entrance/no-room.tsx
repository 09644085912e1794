import { useEffect } from "preact/hooks";
import { MAX_ROOM_NAME_LENGTH } from "../../protocol/limits.ts";
import { useWords } from "../i18n/use-words.ts";
import { Mark } from "../log/mark.tsx";

/** What stands at an address that names no room. */
export function NoRoom() {
  const { common, entrance } = useWords();
  useEffect(() => {
    document.title = `${entrance.noRoomTitle} · Parley`;
  }, [entrance]);
  return (
    <main class="card">
      <Mark />
      <h1>{entrance.noRoom}</h1>
      <p>{entrance.noRoomAdvice(MAX_ROOM_NAME_LENGTH)}</p>
      <p>
        <a class="button" href="/">
          {common.lobbyLink}
        </a>
      </p>
    </main>
  );
}
