import { isAtLeast, type RoomState } from "../../client/index.ts";

/** Why one cannot write here (P9.6). */
export type Hindrance = "muted" | "membersWrite" | "locked";

/** Why one cannot write in a room, if so. */
export function hindranceOf({ mutedUntil, self, settings }: RoomState): Hindrance | undefined {
  const role = self?.role ?? "guest";
  if (mutedUntil !== undefined) return "muted";
  switch (settings.write) {
    case "everyone":
      return undefined;
    case "members":
      return isAtLeast(role, "member") ? undefined : "membersWrite";
    case "moderators":
      return isAtLeast(role, "moderator") ? undefined : "locked";
  }
}
