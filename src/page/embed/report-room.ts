import type { MessageEvent, RoomClient, RoomState } from "../../client/index.ts";
import type { EmbedMessage, FrameMessage } from "../../embed/contract/messages.ts";
import { isMentioned } from "../model/picked-mentions.ts";

/** What the report needs from its frame. */
export interface ReportPorts {
  post(message: FrameMessage): void;
  /** Whether the user sees the frame now. */
  isSeen(): boolean;
}

/** Tells the host what happens in a room. */
export interface RoomReport {
  /** Follows a client, until it is closed. */
  follow(room: RoomClient): void;
  /** The frame was hidden or shown. */
  looked(): void;
}

export function createReport({ isSeen, post }: ReportPorts): RoomReport {
  let unread = 0;
  const setUnread = (count: number) => {
    if (count === unread) return;
    unread = count;
    post({ type: "unread", count });
  };
  return {
    follow(room) {
      post({ type: "status", state: room.state.status.state });
      room.on("status", (status) => {
        const code = status.state === "failed" ? status.code : undefined;
        post({ type: "status", state: status.state, code });
      });
      room.on("error", ({ code, message }) => post({ type: "error", code, message }));
      room.on("event", (event) => {
        if (event.type !== "message" || room.state.blocked.has(event.uid)) return;
        const message = embedded(event, room.state);
        post({ type: "message", message });
        if (message.own) return;
        if (!isSeen()) setUnread(unread + 1);
        if (isMentioned(event, room.state.self?.uid)) post({ type: "mention", message });
      });
    },
    looked() {
      if (isSeen()) setUnread(0);
    },
  };
}

function embedded({ at, message: text, seq, uid, username }: MessageEvent, { self }: RoomState): EmbedMessage {
  return { seq, at, uid, username, text, own: uid === self?.uid };
}
