import type { Status } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";

/** The state of the connection in words; the dot's colour only repeats them. */
export function StatusLine({ status }: { status: Status }) {
  const words = useWords();
  return (
    <p class="status" role="status" data-state={status.state}>
      {words.status[status.state === "refused" ? "disconnected" : status.state]}
    </p>
  );
}
