import { type ReadonlySignal, signal } from "@preact/signals";
import type { Connection, ConnectionEvent } from "../client/connect.ts";
import type { Status } from "../client/status.ts";
import { ERRORS } from "../protocol/errors.ts";
import { appendLine, type Line } from "./lines.ts";
import { refusalWords } from "./words.ts";

/** Something said here that is not in the log: on its way, or refused. */
export interface Pending {
  readonly id: string;
  readonly text: string;
  /** Why the room refused it; `undefined` while it is on its way. */
  readonly refused: string | undefined;
}

/** The page's model: what the components show, and what a person can do. */
export interface Chat {
  readonly room: string;
  readonly name: ReadonlySignal<string>;
  readonly status: ReadonlySignal<Status>;
  readonly lines: ReadonlySignal<readonly Line[]>;
  readonly pending: ReadonlySignal<readonly Pending[]>;
  /** What is being typed. */
  readonly draft: ReadonlySignal<string>;
  /** Why the draft cannot be sent, or what else the room refused; `undefined` when all is well. */
  readonly complaint: ReadonlySignal<string | undefined>;
  type(draft: string): void;
  /** Says what was typed. It stays in the composer if the room would refuse it. */
  send(): void;
  rename(name: string): void;
  /** Takes back something that was refused, to be typed anew. */
  takeBack(id: string): void;
  leave(): void;
  enter(): void;
  /** See {@link Connection.wake}. */
  wake(): void;
}

/**
 * @param options.open opens the connection; given the function that is to be told of everything
 */
export function createChat(options: {
  readonly room: string;
  readonly name: string;
  readonly open: (onEvent: (event: ConnectionEvent) => void) => Connection;
}): Chat {
  const name = signal(options.name);
  const status = signal<Status>({ state: "entering" });
  const lines = signal<readonly Line[]>([]);
  const pending = signal<readonly Pending[]>([]);
  const draft = signal("");
  const complaint = signal<string>();
  let notes = 0;

  const note = (text: string) => {
    notes += 1;
    lines.value = appendLine(lines.value, { kind: "note", key: `note-${notes}`, text });
  };
  const drop = (id: string) => {
    pending.value = pending.value.filter((other) => other.id !== id);
  };

  const connection = options.open((event) => {
    switch (event.type) {
      case "status":
        status.value = event.status;
        return;
      case "message": {
        const { at, id, message: text, seq, uid, username } = event.message;
        if (event.own) drop(id);
        lines.value = appendLine(lines.value, { kind: "message", key: `${seq}-${uid}-${id}`, at, uid, username, text });
        return;
      }
      case "system":
        note(event.text);
        return;
      case "hole":
        note("More was said here while you were away.");
        return;
      case "stored":
        drop(event.id);
        return;
      case "refused": {
        const refused = refusalWords(event.code, event.text);
        const isOurs = pending.value.some(({ id }) => id === event.id);
        if (!isOurs) complaint.value = refused;
        pending.value = pending.value.map((other) => (other.id === event.id ? { ...other, refused } : other));
        return;
      }
    }
  });

  return {
    room: options.room,
    name,
    status,
    lines,
    pending,
    draft,
    complaint,
    type(text) {
      draft.value = text;
      complaint.value = undefined;
    },
    send() {
      const text = draft.value.trim();
      if (text === "") return;
      const said = connection.say(name.value, text);
      if (!said.ok) {
        complaint.value = refusalWords(said.code, ERRORS[said.code]);
        return;
      }
      pending.value = [...pending.value, { id: said.id, text, refused: undefined }];
      draft.value = "";
      complaint.value = undefined;
    },
    rename(next) {
      name.value = next;
    },
    takeBack(id) {
      const text = pending.value.find((other) => other.id === id)?.text;
      if (text === undefined) return;
      drop(id);
      draft.value = draft.value === "" ? text : `${draft.value}\n${text}`;
    },
    leave: connection.leave,
    enter: connection.enter,
    wake: connection.wake,
  };
}
