import type { RoomError } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { refusalWords } from "./refusal-words.ts";

/** An error in the user's language. */
export function ErrorText({ error }: { error: RoomError }) {
  return <>{refusalWords(useAllWords(), error)}</>;
}
