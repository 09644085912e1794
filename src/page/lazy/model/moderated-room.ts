import type { RoomClient } from "../../../client/index.ts";
import type { ViewSource } from "../../model/view-store.ts";
import type { Person } from "./dialogs-state.ts";

/** What a moderator does by the room's client. */
type ModeratorRequests = Pick<RoomClient, "api" | "exportData" | "list" | "moderate">;

/** An item of a person's menu. */
export interface PersonAction {
  readonly key: string;
  readonly label: string;
  readonly isDangerous?: boolean;
  readonly onChoose: () => void;
}

/** A room as its moderation panel needs it: one that the user is in, or one whose HTTP API the operator calls. */
export interface ModeratedRoom extends ViewSource {
  /** The operator is nobody in the room, and can't block people for themselves. */
  readonly room: ModeratorRequests & Partial<Pick<RoomClient, "block">>;
  /** The page of its log, if that is another one. */
  readonly logUrl?: string;
  /** What else can be done about a person, below the room's own actions. */
  readonly moreActions?: (person: Person) => readonly PersonAction[];
  /** Reads the room's settings again, if no connection keeps them current. Rejects with a `RoomError`. */
  refresh?(): Promise<void>;
  /** Deletes a message. */
  delete(seq: number): void;
}
