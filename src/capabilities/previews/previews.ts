import * as v from "valibot";
import type { RequestCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { errorObject } from "../../protocol/frame.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { CapabilityRoom, HttpAnswer, PlugIn, StoredEvent } from "../../room/capability/capability.ts";
import { isShown, type StoredMessage } from "../../room/log/visibility.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import type { Effect } from "../../room/model/effects.ts";
import { type Answer, err, ok, type Result } from "../../room/model/result.ts";
import { viewerOf } from "../../room/model/session.ts";
import type { Found, PreviewStore } from "./preview-store.ts";

/** Asks other sites. Runs outside of any turn. */
export const FETCH_JOB = "previews.fetch";

/** Stores what they answered. Runs in a turn. */
export const STORE_JOB = "previews.store";

/** Links of a room that wait. Those beyond get no preview, so that a flood of links asks other sites for little. */
const MAX_WAITING = 20;

/** The facts of a link that a preview is made of. */
const MAYBE_LINK = /https?:\/\/|www\./i;

const PictureRequest = v.object({ type: v.literal("previews.picture"), id: v.string() });

/** Gives the first link of a message a preview, which is an event of its own (P13). */
export function plugInPreviews(store: PreviewStore): PlugIn {
  return (room) => {
    const previews = new Previews(room, store);
    return {
      after: (events, turn) => previews.after(events, turn),
      answer: (author, command, turn) => previews.answer(author, command, turn),
      ask: (_author, request) => previews.ask(request),
      jobs: { [STORE_JOB]: (turn) => previews.storeAnswered(turn) },
    };
  };
}

class Previews {
  readonly #room: CapabilityRoom;
  readonly #store: PreviewStore;

  constructor(room: CapabilityRoom, store: PreviewStore) {
    this.#room = room;
    this.#store = store;
  }

  after(events: readonly StoredEvent[], turn: TurnContext): Effect[] {
    return events.flatMap(({ event, onlyFor }) => {
      switch (event.type) {
        case "message":
          if (MAYBE_LINK.test(event.message)) this.#request(event.seq, event.uid, event.message, turn);
          return [];
        case "edit":
          return this.#edited(event.target, event.message, onlyFor, turn);
        case "delete":
          this.#store.delete(event.target);
          return [];
        default:
          return [];
      }
    });
  }

  /** P13.5. */
  answer(author: Author, command: RequestCommand, turn: TurnContext): Answer | undefined {
    if (command.type !== "removePreview") return undefined;
    const { id, target } = command;
    const removed = this.#removeBy(author, target, turn);
    return removed.ok
      ? { effects: removed.value, object: { type: "done", id } }
      : { effects: [], object: errorObject(removed.error, id) };
  }

  /** Tells the Worker where a picture is (P13.9). Anyone who knows its id may see it. */
  ask(sent: JsonObject): HttpAnswer | undefined {
    const request = v.safeParse(PictureRequest, sent);
    if (!request.success) return undefined;
    const url = this.#store.picture(request.output.id);
    return { effects: [], result: url === undefined ? err("not_found") : ok({ url }) };
  }

  /** Stores what other sites answered, if the messages still say what they said then. */
  storeAnswered(turn: TurnContext): Effect[] {
    const { log } = this.#room;
    this.#store.prune(log.oldest());
    return this.#store.answered().flatMap(({ found, target, text }) => {
      this.#store.finish(target);
      const stored = log.message(target);
      const isCurrent = stored !== undefined && !stored.message.deleted && stored.message.message === text;
      return isCurrent && this.#isWanted(stored.message.uid, turn.now) ? this.#show(stored, found, turn) : [];
    });
  }

  #show(stored: StoredMessage, found: Found, turn: TurnContext): Effect[] {
    const target = stored.message.seq;
    switch (found.type) {
      case "same":
        return [];
      case "nothing":
        this.#store.delete(target);
        return this.#remove(stored, stored.message.uid, turn);
      case "page": {
        const { picture, preview } = found;
        // P13.11: the other site chose these words, whoever posted the link.
        const said = [preview.site, preview.title, preview.description];
        if (said.some((text) => text !== undefined && this.#room.wordVerdict(text) !== undefined)) {
          return this.#show(stored, { type: "nothing" }, turn);
        }
        // Two ids: a picture's has to be unguessable, because knowing it is enough (P13.9).
        const id = turn.newId() + turn.newId();
        this.#store.put({
          target,
          url: preview.url,
          ...(picture === undefined ? {} : { picture: { id, url: picture.url } }),
        });
        const { url: _, ...size } = picture ?? { url: "" };
        const shown = picture === undefined ? preview : { ...preview, picture: { id, ...size } };
        return this.#append(stored, stored.message.uid, { preview: shown }, turn);
      }
    }
  }

  #edited(target: number, text: string, onlyFor: string | undefined, turn: TurnContext): Effect[] {
    const stored = this.#room.log.message(target);
    // A text that only its author sees changes nothing for others (P13.7).
    if (stored === undefined || stored.onlyFor !== onlyFor) return [];
    if (MAYBE_LINK.test(text)) {
      this.#request(target, stored.message.uid, text, turn);
      return [];
    }
    this.#store.delete(target);
    return this.#remove(stored, stored.message.uid, turn);
  }

  #request(target: number, uid: string, text: string, { now }: TurnContext): void {
    if (!this.#isWanted(uid, now) || this.#store.requested() >= MAX_WAITING) return;
    this.#store.request({ target, text });
    // A job that is running has read what waited before: it must not take this one with it.
    this.#room.jobs.schedule(FETCH_JOB, now);
  }

  /** P13.6. */
  #isWanted(uid: string, now: number): boolean {
    const { previews = "members" } = this.#room.settings();
    if (previews !== "members") return previews === "on";
    return isAtLeast(this.#room.personalData.roleOf(uid, now), "member");
  }

  #removeBy(author: Author, target: number, turn: TurnContext): Result<Effect[], ErrorCode> {
    const stored = this.#room.log.message(target);
    if (stored === undefined || !isShown(stored.onlyFor, viewerOf(author))) return err("no_target");
    if (stored.message.deleted) return err("target_deleted");
    if (stored.message.uid !== author.uid && !isAtLeast(author.role, "moderator")) return err("not_yours");
    this.#store.finish(target);
    const link = this.#store.find(target);
    // The link stays known, so that an edit of the text around it brings no preview back.
    if (link !== undefined) this.#store.put({ target, url: link.url });
    return ok(this.#remove(stored, author.uid, turn));
  }

  #remove(stored: StoredMessage, by: string, turn: TurnContext): Effect[] {
    return stored.message.preview === undefined ? [] : this.#append(stored, by, {}, turn);
  }

  #append(
    { message, onlyFor }: StoredMessage,
    uid: string,
    change: { readonly preview?: JsonObject },
    { newId, now }: TurnContext,
  ): Effect[] {
    const { append, log } = this.#room;
    const stamp = { seq: log.head() + 1, at: now, uid, id: newId() };
    return append({ type: "preview", ...stamp, target: message.seq, ...change }, onlyFor);
  }
}
