import type { SignalObject } from "../protocol/server-objects.ts";
import type { Identity } from "./identity.ts";
import type { StateModel } from "./state-model.ts";

/** The parts that a signal changes. */
interface SignalPorts {
  readonly model: StateModel;
  readonly identity: Identity;
}

/** Applies a signal, which is not part of the log (P3.6). */
export function takeSignal(signal: SignalObject, { identity, model }: SignalPorts): void {
  switch (signal.type) {
    case "presence":
      model.members.presence(signal);
      model.touch();
      model.events.emit("presence", signal);
      return;
    case "typing":
      if (signal.uid === model.self?.uid) return;
      model.members.startedTyping(signal.uid);
      model.touch();
      model.events.emit("typing", signal);
      return;
    case "typingEnded":
      model.members.stoppedTyping(signal.uid);
      model.touch();
      return;
    case "cast":
      model.events.emit("cast", signal);
      return;
    case "room":
      model.roomSettings.setRoom(signal);
      model.touch();
      return;
    case "blocked":
      model.blocks.replace(signal.uids);
      model.touch();
      return;
    case "self":
      if (model.self !== undefined) model.self = { ...model.self, role: signal.role };
      model.roomSettings.setSelf(signal.role, signal.mutedUntil);
      if (signal.read !== undefined) model.readTo = signal.read;
      if (signal.token !== undefined && model.self !== undefined) {
        identity.renewed({ ...model.self, token: signal.token });
      }
      return;
  }
}
