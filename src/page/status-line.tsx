import type { ReadonlySignal } from "@preact/signals";
import type { Status } from "../client/status.ts";
import { statusWords } from "./words.ts";

/** The state of the connection in words; the dot's colour only repeats them. */
export function StatusLine({ status }: { status: ReadonlySignal<Status> }) {
  return (
    <p class="status" role="status" data-state={status.value.state}>
      {statusWords(status.value)}
    </p>
  );
}
