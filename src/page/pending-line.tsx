import type { Pending } from "./chat.ts";

interface Props {
  readonly pending: Pending;
  /** Whether the room is listening. */
  readonly isEntered: boolean;
  readonly onTakeBack: (id: string) => void;
}

/** Something said here that the log does not have: on its way, or refused. */
export function PendingLine({ pending: { id, refused, text }, isEntered, onTakeBack }: Props) {
  return (
    <li class="pending" data-refused={refused !== undefined}>
      <p class="text" dir="auto">
        {text}
      </p>
      {refused === undefined ? (
        <p class="pending-state">{isEntered ? "Sending…" : "Will be sent when the connection is back"}</p>
      ) : (
        <p class="complaint">
          Not sent. {refused}{" "}
          <button type="button" class="button button-quiet" onClick={() => onTakeBack(id)}>
            Edit
          </button>
        </p>
      )}
    </li>
  );
}
