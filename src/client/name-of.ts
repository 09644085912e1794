import type { RoomState } from "./room-state.ts";

/** A user's latest known name. */
export function nameOf(
  { members, messages }: Pick<RoomState, "members" | "messages">,
  uid: string,
): string | undefined {
  return (
    members.get(uid)?.username ??
    messages.findLast((message) => message.uid === uid && message.username !== "")?.username
  );
}
