import { adminWords } from "../../i18n/admin-language.ts";
import { cleanLine } from "../../lazy/model/clean-line.ts";
import type { Person } from "../../lazy/model/dialogs-state.ts";
import type { PersonAction } from "../../lazy/model/moderated-room.ts";
import { createStore, useStore } from "../../model/store.ts";
import { callServer } from "./call-server.ts";
import { session } from "./session.ts";

/** A person to ban from all rooms, and the room in which they are known. */
export interface BanTarget extends Person {
  readonly room: string;
}

const target = createStore<BanTarget | undefined>(undefined);

/** Opens the dialog, or closes it. */
export const askToBan: (target: BanTarget | undefined) => void = target.set;

export function useBanTarget(): BanTarget | undefined {
  return useStore(target, ({ value }) => value);
}

/** The item of a person's menu; none if such bans are off. */
export function banFromAllItems(person: BanTarget): readonly PersonAction[] {
  const { value } = session;
  if (value.state !== "signedIn" || !value.status.bans) return [];
  const { everywhere } = adminWords.value;
  return [{ key: "banFromAll", label: everywhere.ban, isDangerous: true, onChoose: () => askToBan(person) }];
}

/**
 * Bans a person or a network from all rooms (P9.16). Rejects with a `RoomError`.
 *
 * @param fields as they were typed; an empty one is left out
 * @param ms 0 is permanent
 */
export function banFromAll(fields: Readonly<Record<string, string>>, ms: number): Promise<unknown> {
  const typed = Object.entries(fields).map(([name, text]) => [name, cleanLine(text)]);
  const body = { ...Object.fromEntries(typed.filter(([, text]) => text !== "")), ...(ms !== 0 && { for: ms }) };
  return callServer("/bans", { method: "POST", body });
}
