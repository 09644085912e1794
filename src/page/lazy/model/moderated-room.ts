import type { RoomClient } from "../../../client/index.ts";
import type { ViewSource } from "../../model/view-store.ts";

/** What a moderator does by the room's client. */
type ModeratorRequests = Pick<RoomClient, "api" | "exportData" | "list" | "moderate">;

/** A room as its moderation panel needs it: one that the user is in, or one whose HTTP API the operator calls. */
export interface ModeratedRoom extends ViewSource {
  /** The operator is nobody in the room, and can't block people for themselves. */
  readonly room: ModeratorRequests & Partial<Pick<RoomClient, "block">>;
  /** The page of its log, if that is another one. */
  readonly logUrl?: string;
  /** Deletes a message. */
  delete(seq: number): void;
}
