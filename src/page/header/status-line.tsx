import type { Status } from "../../client/index.ts";
import { statusWords } from "../words.ts";

/** The state of the connection in words; the dot's colour only repeats them. */
export function StatusLine({ status }: { status: Status }) {
  return (
    <p class="status" role="status" data-state={status.state}>
      {statusWords(status)}
    </p>
  );
}
