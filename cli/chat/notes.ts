import type { RoomClient } from "../../src/client/index.ts";
import {
  addSystemMessage,
  presenceMessage,
  renameMessage,
  type SystemMessage,
} from "../../src/page/model/system-messages.ts";

/**
 * Tells of people who join, leave or change their name, as the page does.
 *
 * @param changed called with all of them
 */
export function followPeople(client: RoomClient, changed: (notes: readonly SystemMessage[]) => void): void {
  let notes: readonly SystemMessage[] = [];
  /** The members before a presence event, those who left included. */
  let { members } = client.state;
  const add = (note: SystemMessage | undefined) => {
    if (note === undefined) return;
    notes = addSystemMessage(notes, note);
    changed(notes);
  };
  client.on("change", (state) => {
    members = state.members;
  });
  client.on("reset", () => {
    notes = [];
    changed(notes);
  });
  client.on("event", (event) => {
    // P9.18: a moderator deleted the names.
    if (event.type === "notice" && event.username !== "") add(renameMessage(event));
  });
  client.on("presence", (presence) => {
    // P3.10: a room that listed no one before lists those who were there all along.
    if (members.size === 0) return;
    const before = members;
    const joined = presence.joined.filter(({ uid }) => !before.has(uid));
    const newest = client.state.messages.at(-1)?.seq ?? 0;
    const after = Math.max(newest, notes.at(-1)?.after ?? 0);
    const nameOf = (uid: string) => before.get(uid)?.username;
    add(presenceMessage({ ...presence, joined }, { after, at: Date.now() }, client.state.self?.uid, nameOf));
  });
}
