import type { Member, Message, Pending, RoomState } from "../../src/client/index.ts";
import { view } from "../../src/client/index.ts";
import { OPEN_ROOM } from "../../src/protocol/moderation.ts";
import { lineText } from "../chat/line.ts";
import { logItems } from "../chat/log-lines.ts";
import { draw, logColumns, type Screen, type Size } from "../chat/screen.ts";
import { FIRST_UI, type Ui } from "../chat/ui.ts";
import { type Action, type Effect, update } from "../chat/update.ts";

/** Noon of a day, in the time zone of the machine. */
const NOON = new Date(2026, 10, 28, 12).getTime();

export const URL_OF_SERVER = new URL("https://chat.example");
export const SMALL: Size = { columns: 80, rows: 24 };
export const LARGE: Size = { columns: 120, rows: 40 };

export function member(username: string, others: Partial<Member> = {}): Member {
  return { uid: username.toLowerCase(), username, role: "guest", ...others };
}

/** A message, a minute after the one before. */
export function message(seq: number, username: string, text: string, others: Partial<Message> = {}): Message {
  return {
    type: "message",
    seq,
    at: NOON + seq * 60_000,
    uid: username.toLowerCase(),
    id: `id-${seq}`,
    username,
    message: text,
    extra: {},
    ...others,
  };
}

export function pending(command: Pending["command"], others: Partial<Pending> = {}): Pending {
  return { id: "p", command, at: NOON, state: "sending", ...others };
}

/** A room in which Ada is. */
export function roomState(messages: readonly Message[], others: Partial<RoomState> = {}): RoomState {
  const members = [member("Ada"), member("Ben")];
  return {
    room: "garden",
    status: { state: "online" },
    isReader: false,
    self: member("Ada"),
    messages,
    more: false,
    pending: [],
    members: new Map(members.map((one) => [one.uid, one])),
    count: members.length,
    readers: 0,
    typing: [],
    limits: undefined,
    settings: OPEN_ROOM,
    pinned: [],
    reports: undefined,
    mutedUntil: undefined,
    blocked: new Set(),
    readTo: undefined,
    position: undefined,
    ...others,
  };
}

export function screenOf(state: RoomState, ui: Ui = FIRST_UI, size: Size = SMALL): Screen {
  const items = logItems({
    view: view(state),
    notes: ui.notes,
    self: state.self?.uid,
    readTo: ui.readTo,
    hasMore: state.more,
    isLoadingOlder: ui.isLoadingOlder,
    columns: logColumns(size),
    url: URL_OF_SERVER,
  });
  return draw({ state, ui, items, size, now: NOON });
}

/** The lines of a screen as text, without the blanks at their ends. */
export function textOf({ lines }: Screen): string[] {
  return lines.map((line) => lineText(line).trimEnd());
}

/** Does several things, one after the other. */
export function afterActions(
  state: RoomState,
  actions: readonly Action[],
  start: Ui = FIRST_UI,
  size: Size = SMALL,
): { readonly ui: Ui; readonly effects: readonly Effect[]; readonly lines: readonly string[] } {
  let ui = start;
  const effects: Effect[] = [];
  for (const action of actions) {
    const next = update(ui, action, { state, screen: screenOf(state, ui, size) });
    ui = next.ui;
    effects.push(...next.effects);
  }
  return { ui, effects, lines: textOf(screenOf(state, ui, size)) };
}

/** Types a text, a character at a time. */
export function typed(text: string): Action[] {
  return Array.from(text, (character) => ({ type: "insert", text: character }) as const);
}
