import type { RoomError } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { nameRefusalWords } from "./refusal-words.ts";

/** Why a request to the room's API failed, as soon as there is something to say. */
export function ApiError({ error }: { error: RoomError | undefined }) {
  const words = useAllWords();
  return (
    <p class="complaint" role="alert">
      {error && (isOffline(error) ? words.errors.offline : nameRefusalWords(words, error))}
    </p>
  );
}

/** Whether the request never reached the server: `fetch` rejects with a TypeError. */
function isOffline({ cause, code }: RoomError): boolean {
  return code === "http" && cause instanceof TypeError;
}
