import * as v from "valibot";
import type { RoomSettings, SettingsPatch } from "../../../client/index.ts";
import { optionalSettings } from "../../../protocol/optional-settings.ts";
import { createStore, useStore } from "../../model/store.ts";
import { cleanLine } from "../model/clean-line.ts";

/** The settings of the form "About". `listed` is undefined if there is no public list. */
export interface About {
  readonly title: string;
  readonly topic: string;
  readonly listed: boolean | undefined;
}

/** The fields that the user has changed and not saved. The others show what the room has. */
export type AboutEdits = Partial<About>;

const TEXTS = ["title", "topic"] as const;
export type AboutText = (typeof TEXTS)[number];

/** Signs and blanks before a title, with which it looks like a room's name. The emoji #️⃣ stays. */
const ROOM_SIGNS = /^(?:[#﹟＃](?!\uFE0F?\u20E3)|[\s\p{Default_Ignorable_Code_Point}])+/u;

export function aboutOf({ listed, title = "", topic = "" }: RoomSettings): About {
  return { title, topic, listed };
}

/** A text as the form saves it. */
function cleaned(name: AboutText, typed: string): string {
  const line = cleanLine(typed).normalize("NFC");
  return name === "title" ? line.replace(ROOM_SIGNS, "") : line;
}

/** Only what differs from the room's settings, so that a change that someone else makes meanwhile stays. */
export function changesIn(edits: AboutEdits, saved: About): SettingsPatch {
  const { listed } = edits;
  const texts = TEXTS.flatMap((name) => {
    const typed = edits[name];
    const text = typed === undefined ? saved[name] : cleaned(name, typed);
    return text === saved[name] ? [] : [[name, text]];
  });
  return { ...Object.fromEntries(texts), ...(listed !== undefined && listed !== saved.listed && { listed }) };
}

/** The texts that the room would refuse (P18.10). */
export function faultsIn(changes: SettingsPatch): readonly AboutText[] {
  return TEXTS.filter((name) => changes[name] !== undefined && !v.is(optionalSettings[name], changes[name]));
}

/** Unsaved edits by room. They outlast the form, which a change of tab removes. */
const drafts = createStore<Readonly<Record<string, AboutEdits>>>({});

const NO_EDITS: AboutEdits = {};

export function aboutEdits(room: string): AboutEdits {
  return drafts.value[room] ?? NO_EDITS;
}

export function useAboutEdits(room: string): AboutEdits {
  return useStore(drafts, () => aboutEdits(room));
}

/** Keeps edits. A field with the room's own value is not edited. */
export function editAbout(room: string, edits: AboutEdits, saved: About): void {
  keepEdits(room, { ...aboutEdits(room), ...edits }, saved);
}

/**
 * Drops edits that were saved. A field that was edited again meanwhile stays edited.
 *
 * @param sent the edits when they were sent
 */
export function dropEdits(room: string, sent: AboutEdits): void {
  keepEdits(room, aboutEdits(room), sent);
}

/** Keeps the edits that differ from other values. */
function keepEdits(room: string, { listed, title, topic }: AboutEdits, from: AboutEdits): void {
  const kept: AboutEdits = {
    ...(title !== undefined && title !== from.title && { title }),
    ...(topic !== undefined && topic !== from.topic && { topic }),
    ...(listed !== undefined && listed !== from.listed && { listed }),
  };
  drafts.set({ ...drafts.value, [room]: kept });
}
