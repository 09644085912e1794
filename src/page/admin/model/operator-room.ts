import type { ListItem, ListName, Member, RoomSettings } from "../../../client/index.ts";
import { itemsOf } from "../../../client/list-items.ts";
import { outcomeOf } from "../../../client/moderation-outcome.ts";
import type { Answer } from "../../../client/requests.ts";
import type { ListedRoom } from "../../../protocol/operator.ts";
import { reportOutcome } from "../../lazy/model/dialogs-state.ts";
import type { ModeratedRoom } from "../../lazy/model/moderated-room.ts";
import { pathOfRoom } from "../../lazy/rooms/room-name.ts";
import { INITIAL_STATE } from "../../model/own-state.ts";
import type { View } from "../../model/view.ts";
import { createViewStore } from "../../model/view-store.ts";
import { banFromAllItems } from "./ban-from-all.ts";
import { callServer, readText } from "./call-server.ts";

/** The operator is nobody in a room, and outranks its owners (P9.14). */
const OPERATOR: Member = { uid: "", username: "", role: "owner" };

/** A room whose HTTP API the operator calls, for its moderation panel. */
export interface OperatorRoom extends ModeratedRoom {
  /**
   * Takes the room's settings as it last reported them.
   *
   * @param reportedAt when that was; a report from before the operator's last change doesn't have it
   */
  update(settings: RoomSettings, reportedAt: number): void;
}

/** The settings of a room that nobody has changed. */
const DEFAULTS: RoomSettings = { read: "everyone", write: "everyone", slowMode: 0 };

/** A room's settings, its title and topic among them. */
export function settingsOf({ room, rules, title, topic = "" }: ListedRoom): RoomSettings {
  return { ...rules, title: title === room ? "" : title, topic };
}

/**
 * @param name normalized
 * @param settings for the forms that change them
 */
export function operatorRoom(name: string, settings: RoomSettings = DEFAULTS): OperatorRoom {
  const store = createViewStore(viewOf(name, settings));
  let knownAt = 0;
  let changedAt = 0;
  const path = (rest: string) => `/rooms/${name}/${rest}`;
  const room: ModeratedRoom["room"] = {
    api: (rest, request) => callServer(path(rest), request),
    exportData: (file) => readText(path(`export?${new URLSearchParams({ ...file })}`)),
    async list<What extends ListName>(what: What, before?: number): Promise<readonly ListItem<What>[]> {
      const query = new URLSearchParams({ what, ...(before !== undefined && { before: String(before) }) });
      return itemsOf(await callServer<Answer>(path(`moderation?${query}`)), what);
    },
    async moderate(action) {
      const outcome = outcomeOf(await callServer<Answer>(path("moderate"), { method: "POST", body: action }));
      if (action.action === "settings") {
        const { words: _, ...changed } = action.settings;
        changedAt = knownAt;
        store.set({ settings: { ...store.view.settings, ...changed } });
      }
      return outcome;
    },
  };
  const update = (next: RoomSettings, reportedAt: number) => {
    knownAt = reportedAt;
    if (reportedAt > changedAt) store.set({ settings: next });
  };
  return {
    get view() {
      return store.view;
    },
    subscribe: store.subscribe,
    room,
    logUrl: pathOfRoom(name),
    moreActions: (person) => banFromAllItems({ ...person, room: name }),
    delete: (seq) =>
      void reportOutcome(
        callServer(path(`messages/${seq}`), { method: "DELETE" }),
        ({ moderation }) => moderation.done,
      ),
    update,
    async refresh() {
      const listed = await callServer<ListedRoom>(`/rooms/${name}?fresh=true`);
      update(settingsOf(listed), listed.reportedAt);
    },
  };
}

/** A view without the log and the people: an operator's page has no connection. */
function viewOf(room: string, settings: RoomSettings): View {
  return {
    room,
    status: { state: "online" },
    isReader: false,
    self: OPERATOR,
    messages: [],
    more: false,
    pending: [],
    members: new Map(),
    // More than are listed: nobody knows here whom a new rule removes.
    count: 1,
    readers: 0,
    typing: [],
    limits: undefined,
    settings,
    pinned: [],
    reports: undefined,
    mutedUntil: undefined,
    blocked: new Set(),
    readTo: undefined,
    position: undefined,
    ...INITIAL_STATE,
  };
}
