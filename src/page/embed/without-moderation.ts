import { isAtLeast, type RoomClient, RoomError, type RoomState } from "../../client/index.ts";

/** Methods of a client that act with a moderator's permission. */
const MODERATING: ReadonlySet<PropertyKey> = new Set(["moderate", "list", "claim"]);

/**
 * A room as a member sees it, whoever the user is: for frames in pages that the owner doesn't know, where a moderator's click
 * could be meant for something else.
 */
export function withoutModeration(room: RoomClient): RoomClient {
  let seen: { readonly state: RoomState; readonly shown: RoomState } | undefined;
  const show = (state: RoomState): RoomState => {
    if (seen?.state !== state) seen = { state, shown: asMember(state, seen) };
    return seen.shown;
  };
  return new Proxy(room, {
    get(target, property) {
      if (property === "state") return show(target.state);
      if (property === "getState") return () => show(target.state);
      if (MODERATING.has(property)) return () => Promise.reject(new RoomError("not_allowed"));
      if (property === "on") {
        return (type: Parameters<RoomClient["on"]>[0], listener: (event: never) => void) =>
          // The listener takes what its type emits; only a state differs.
          target.on(type, (event) => listener((type === "change" ? show(event as RoomState) : event) as never));
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** @param before the last state and how it was shown: what has not changed stays the same object */
function asMember(state: RoomState, before?: { readonly state: RoomState; readonly shown: RoomState }): RoomState {
  const { self } = state;
  if (self === undefined || !isAtLeast(self.role, "moderator")) return state;
  const isSame = before?.state.self === self;
  return { ...state, reports: undefined, self: isSame ? before.shown.self : { ...self, role: "member" } };
}
