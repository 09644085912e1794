import type { RoomError } from "../../../client/index.ts";
import { refusalWords } from "../../i18n/refusal-words.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";

/** An error in the user's language. */
export function ErrorText({ error }: { error: RoomError }) {
  return <>{refusalWords(useAllWords(), error)}</>;
}
