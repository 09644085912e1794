import { type RoomClient, RoomError, type TokenSource } from "../../client/index.ts";
import { address, options, takeOptions } from "./frame-options.ts";
import type { HostLink } from "./host-link.ts";
import { createHostTokens, type HostTokens, type TokenAnswer } from "./host-tokens.ts";
import { createReport } from "./report-room.ts";
import { sendFor } from "./send-for-host.ts";

/** What a frame does for the page around it. */
export interface ServedHost {
  /** Changes when the user becomes another one. */
  readonly session: number;
  /** Asks the host for the user's token; absent if the host signs no one in. */
  readonly token: TokenSource | undefined;
  /** Asks the host whether it has a token for this user; absent as `token` is. */
  readonly hasToken: (() => Promise<boolean>) | undefined;
  opened(room: RoomClient): void;
  /** Calls back when the session has changed. */
  onSession(listener: () => void): void;
  /** Asks the host to close the frame. */
  close(): void;
}

/**
 * Answers the messages of a host, and tells it what happens.
 *
 * @param forget deletes what is stored about the user
 */
export function serveHost(link: HostLink, forget: () => void): ServedHost {
  const { post } = link;
  const asked = new Map<number, (token: string | undefined) => void>();
  let lastId = 0;
  let room: RoomClient | undefined;
  /** Resolves when the session has its room, or has ended without one. */
  let opening = Promise.withResolvers<void>();
  /** Questions about a token that the host has changed. */
  let changes = 0;
  let session = 0;
  let tokens = newTokens();
  const listeners: (() => void)[] = [];
  const report = createReport({
    post,
    isSeen: () => options.value.visible && document.visibilityState === "visible",
  });

  function ask(retry: boolean): Promise<string | undefined> {
    return new Promise((resolve) => {
      lastId += 1;
      asked.set(lastId, resolve);
      post({ type: "tokenNeeded", id: lastId, retry });
    });
  }

  function newTokens(next?: TokenAnswer): HostTokens | undefined {
    return options.value.signsIn ? createHostTokens({ ask, replace: startSession }, next) : undefined;
  }

  const change = async () => {
    changes += 1;
    const token = await ask(false);
    changes -= 1;
    tokens?.changed(token);
  };

  function startSession(next?: TokenAnswer, isForgotten = tokens?.isSignedIn === true): void {
    tokens?.stop();
    // The room writes what it has not stored yet.
    room?.close();
    room = undefined;
    if (isForgotten) forget();
    opening.resolve();
    opening = Promise.withResolvers();
    asked.clear();
    tokens = newTokens(next);
    session += 1;
    for (const listener of listeners) listener();
    // The host may have changed its token once more.
    const isChanging = changes > 0 && tokens !== undefined;
    changes = 0;
    if (isChanging) void change();
  }

  const send = async (id: number, text: string) => {
    try {
      if (!link.isTrusted) throw new RoomError("not_allowed", "EMBED_ORIGINS of the room does not list this page.");
      // The room of a user whom the host signs in opens with the token.
      if (room === undefined && (await tokens?.has())) await opening.promise;
      const { seq } = await sendFor(room, text);
      post({ type: "sent", id, seq });
    } catch (error) {
      if (!(error instanceof RoomError)) throw error;
      post({ type: "error", id, code: error.code, message: error.message });
    }
  };

  link.listen((message) => {
    switch (message.type) {
      case "options": {
        const { signsIn } = options.value;
        takeOptions(message.options);
        report.looked();
        if (options.value.signsIn !== signsIn) startSession();
        return;
      }
      case "tokenChanged": {
        if (tokens !== undefined) void change();
        return;
      }
      case "token":
        asked.get(message.id)?.(message.token === "" ? undefined : message.token);
        asked.delete(message.id);
        return;
      case "send":
        void send(message.id, message.text);
        return;
      case "focus":
        document.querySelector<HTMLElement>("#composer-text, .name-form input")?.focus();
        return;
      case "signOut":
        options.set({ ...options.value, signsIn: false });
        startSession(undefined, true);
        return;
      case "hello":
        // The frame has had its hello.
        return;
    }
  });
  document.addEventListener("visibilitychange", () => report.looked());
  addEventListener("keydown", ({ defaultPrevented, key }) => {
    if (key === "Escape" && !defaultPrevented && options.value.closable) post({ type: "close" });
  });
  post({ type: "ready", room: address.room ?? "", trusted: link.isTrusted });

  return {
    get session() {
      return session;
    },
    get token() {
      return tokens?.source;
    },
    get hasToken() {
      return tokens?.has;
    },
    opened(opened) {
      room = opened;
      opening.resolve();
      opened.on("status", ({ state }) => {
        if (state === "online") tokens?.accepted();
      });
      report.follow(opened);
    },
    onSession(listener) {
      listeners.push(listener);
    },
    close: () => post({ type: "close" }),
  };
}
