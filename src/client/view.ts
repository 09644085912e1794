import type { ChangeEvent } from "../protocol/events.ts";
import type { JsonObject } from "../protocol/json.ts";
import type { ShownMessage } from "./block-list.ts";
import { findMessage, indexOfSeq } from "./find.ts";
import { applyTo } from "./message.ts";
import type { Pending } from "./pending.ts";
import type { RoomState } from "./room-state.ts";

/** A message that isn't stored yet, or an edit. */
export interface UnsentCommand extends Pending {
  readonly command: Extract<Pending["command"], { readonly type: "message" | "edit" }>;
}

/** A room as its user expects it. */
export interface RoomView<Extra extends object = JsonObject> {
  /** The stored messages, with pending edits, deletes and reactions applied. Failed ones aren't. */
  readonly messages: readonly ShownMessage<Extra>[];
  /** By the `seq` of a message, its last edit or delete that isn't stored yet, or failed. */
  readonly changes: ReadonlyMap<number, Pending>;
  /** Messages that aren't stored yet, in order, and edits of messages that aren't loaded. */
  readonly unsent: readonly UnsentCommand[];
}

type ViewSource = Pick<RoomState, "messages" | "pending" | "self">;

/** The newest view of each array of messages, and what it was made of. */
const views = new WeakMap<
  ViewSource["messages"],
  { readonly pending: readonly Pending[]; readonly uid: string; readonly view: RoomView }
>();

/** Changed copies of messages, so that a message stays the same object until it or its changes do. */
const copies = new WeakMap<ShownMessage, { readonly by: readonly Pending[]; readonly as: ShownMessage }>();

/**
 * Lays the commands on their way over the stored messages, so that an application shows them at once. Returns the same objects
 * until something changes.
 */
export function view<Extra extends object = JsonObject>(
  state: Pick<RoomState<Extra>, "messages" | "pending" | "self">,
): RoomView<Extra> {
  // The view passes the application's fields on as they are.
  return viewOf(state as unknown as ViewSource) as unknown as RoomView<Extra>;
}

function viewOf(state: ViewSource): RoomView {
  const { messages, pending, self } = state;
  const uid = self?.uid ?? "";
  const known = views.get(messages);
  if (known?.pending === pending && known.uid === uid) return known.view;
  const byTarget = new Map<number, Pending[]>();
  const changes = new Map<number, Pending>();
  const unsent = pending.filter(
    (one): one is UnsentCommand =>
      one.command.type === "message" ||
      (one.command.type === "edit" && findMessage(messages, one.command.target) === undefined),
  );
  for (const one of pending) {
    const { command } = one;
    if (command.type === "edit" || command.type === "delete") changes.set(command.target, one);
    if ("target" in command && one.state === "sending") {
      byTarget.set(command.target, [...(byTarget.get(command.target) ?? []), one]);
    }
  }
  const viewed = [...messages];
  for (const [target, by] of byTarget) {
    const index = indexOfSeq(messages, target);
    const message = messages[index];
    if (message?.seq === target) viewed[index] = changed(message, by, uid);
  }
  const view = { messages: byTarget.size === 0 ? messages : viewed, changes, unsent };
  views.set(messages, { pending, uid, view });
  return view;
}

function changed(message: ShownMessage, by: readonly Pending[], uid: string): ShownMessage {
  const known = copies.get(message);
  if (known?.by.length === by.length && by.every((one, index) => one === known.by[index])) return known.as;
  const as = by.reduce(
    // A command with a target becomes an event with the same fields.
    (before, { at, command }) => applyTo(before, { ...command, seq: 0, at, uid } as ChangeEvent, uid),
    message,
  );
  copies.set(message, { by, as });
  return as;
}
