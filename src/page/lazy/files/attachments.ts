import { isAtLeast, type Role } from "../../../client/index.ts";
import type { Voice } from "../../../protocol/files.ts";
import { MAX_MESSAGE_FILES } from "../../../protocol/limits.ts";
import type { Chat } from "../../model/chat.ts";
import { createStore, type Store } from "../../model/store.ts";
import type { View } from "../../model/view.ts";
import { showOutcome } from "../model/dialogs-state.ts";
import type { Recorded } from "../voice/recorder.ts";
import { accessOf } from "./file-access.ts";
import { sizeText } from "./file-kind.ts";
import type { OutgoingFile } from "./outgoing-message.ts";
import { SMALL_ENOUGH_BYTES, shrinkPicture } from "./shrink-picture.ts";

/** A file in the composer, or of a message that is not stored yet. */
export interface Attachment {
  /** Tells it apart from the others. */
  readonly key: string;
  readonly name: string;
  /** As chosen. */
  readonly original: Blob;
  /** Reduced, if the picture is large. */
  readonly reduced: Blob | undefined;
  /** The picture is still being reduced. */
  readonly isPreparing: boolean;
  /** Sends the original although there is a reduced one. */
  readonly sendsOriginal: boolean;
  readonly alt: string;
  readonly isSpoiler: boolean;
  /** Of a voice message only. */
  readonly voice?: Voice;
}

/** The bytes that are sent. */
export function bytesOf({ original, reduced, sendsOriginal }: Attachment): Blob {
  return (sendsOriginal ? undefined : reduced) ?? original;
}

const stores = new WeakMap<Chat, Store<readonly Attachment[]>>();

/** The files in the composer. They are there until they are sent or removed, or the page is left. */
export function attachmentsOf(chat: Chat): Store<readonly Attachment[]> {
  let store = stores.get(chat);
  if (store === undefined) {
    store = createStore<readonly Attachment[]>([]);
    stores.set(chat, store);
  }
  return store;
}

/** Why the user can't send files here. */
export type FilesRestriction = "off" | "members" | "moderators";

/** @returns `undefined` if the user can send files. A reader counts as the guest that they would be */
export function filesRestriction({ self, settings }: Pick<View, "self" | "settings">): FilesRestriction | undefined {
  const { files = "members" } = settings;
  if (files === "everyone") return undefined;
  if (files === "off") return files;
  const least: Role = files === "members" ? "member" : "moderator";
  return isAtLeast(self?.role ?? "guest", least) ? undefined : files;
}

/** Adds files to the composer, or says why not. */
export function attach(chat: Chat, files: readonly File[]): void {
  const restriction = filesRestriction(chat.view);
  if (restriction !== undefined) {
    showOutcome({ kind: "done", text: (strings) => strings.files.restricted[restriction] });
    return;
  }
  const store = attachmentsOf(chat);
  const free = MAX_MESSAGE_FILES - store.value.length;
  if (files.length > free) showOutcome({ kind: "done", text: (strings) => strings.files.tooMany(MAX_MESSAGE_FILES) });
  add(
    chat,
    files.slice(0, Math.max(0, free)).map((file) => newAttachment(file.name, file)),
  );
}

/** Adds a voice message to the composer. The user could send files when it began: what was said since is kept in any case. */
export function attachVoice(chat: Chat, { file, voice }: Recorded): void {
  add(chat, [{ ...newAttachment(file.name, file), voice }]);
}

function add(chat: Chat, added: readonly Attachment[]): void {
  const store = attachmentsOf(chat);
  store.set([...store.value, ...added]);
  for (const attachment of added) void prepare(chat, attachment);
}

let lastKey = 0;

function newAttachment(name: string, original: Blob): Attachment {
  lastKey += 1;
  return {
    key: String(lastKey),
    name,
    original,
    reduced: undefined,
    isPreparing: original.size > SMALL_ENOUGH_BYTES && original.type.startsWith("image/"),
    sendsOriginal: false,
    alt: "",
    isSpoiler: false,
  };
}

async function prepare(chat: Chat, { isPreparing, key, name, original }: Attachment) {
  const store = attachmentsOf(chat);
  try {
    // A folder can be dropped, and a file may be gone: what can't be read now can't be sent later.
    await original.slice(0, 1).arrayBuffer();
    const reduced = isPreparing ? await shrinkPicture(original) : undefined;
    if (isPreparing) changeAttachment(store, key, { reduced, isPreparing: false });
    const { maxBytes = Number.POSITIVE_INFINITY } = (await accessOf(chat)) ?? {};
    if ((reduced ?? original).size <= maxBytes) return;
    removeAttachment(store, key);
    showOutcome({ kind: "done", text: ({ files, format }) => files.tooLarge(name, sizeText(format.locale, maxBytes)) });
  } catch {
    removeAttachment(store, key);
    showOutcome({ kind: "done", text: (strings) => strings.files.unreadable(name) });
  }
}

/** Adds files of a message that was not sent to those in the composer. */
export function restoreAttachments(chat: Chat, files: readonly OutgoingFile[]): void {
  const store = attachmentsOf(chat);
  const restored = files.map(({ alt, blob, isSpoiler, name, voice }) => ({
    ...newAttachment(name, blob),
    alt,
    isSpoiler,
    ...(voice && { voice }),
  }));
  // What is sent already is as small as it gets.
  store.set([...store.value, ...restored.map((one) => ({ ...one, isPreparing: false }))].slice(0, MAX_MESSAGE_FILES));
}

export function changeAttachment(store: Store<readonly Attachment[]>, key: string, change: Partial<Attachment>): void {
  store.set(store.value.map((one) => (one.key === key ? { ...one, ...change } : one)));
}

export function removeAttachment(store: Store<readonly Attachment[]>, key: string): void {
  store.set(store.value.filter((one) => one.key !== key));
}
