import type { RoomError } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { nameRefusalWords } from "./refusal-words.ts";

/** Why a request to the room's API failed, as soon as there is something to say. */
export function ApiError({ error }: { error: RoomError | undefined }) {
  const words = useAllWords();
  return (
    <p class="complaint" role="alert">
      {error && nameRefusalWords(words, error)}
    </p>
  );
}
