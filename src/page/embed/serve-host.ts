import { type RoomClient, RoomError, type TokenSource } from "../../client/index.ts";
import { address, options, takeOptions } from "./frame-options.ts";
import type { FrameStorage } from "./frame-storage.ts";
import type { HostLink } from "./host-link.ts";
import { createHostTokens, type HostTokens } from "./host-tokens.ts";
import { createReport } from "./report-room.ts";

/** What a frame does for the page around it. */
export interface ServedHost {
  /** Changes when the user becomes another one. */
  readonly session: number;
  /** Asks the host for the user's token; absent if the host signs nobody in. */
  readonly token: TokenSource | undefined;
  /** Asks the host whether it has a token for this user; absent as `token` is. */
  readonly hasToken: (() => Promise<boolean>) | undefined;
  opened(room: RoomClient): void;
  /** Calls back when the session has changed. */
  onSession(listener: () => void): void;
  /** Asks the host to close the frame. */
  close(): void;
}

/** Answers the messages of a host, and tells it what happens. */
export function serveHost(link: HostLink, storage: FrameStorage): ServedHost {
  const { post } = link;
  const asked = new Map<number, (token: string | undefined) => void>();
  let lastId = 0;
  let room: RoomClient | undefined;
  let session = 0;
  let tokens = newTokens();
  const listeners: (() => void)[] = [];
  const report = createReport({
    post,
    isSeen: () => options.value.visible && document.visibilityState === "visible",
  });

  function newTokens(): HostTokens | undefined {
    if (!options.value.signsIn) return undefined;
    return createHostTokens(
      (retry) =>
        new Promise((resolve) => {
          lastId += 1;
          asked.set(lastId, resolve);
          post({ type: "tokenNeeded", id: lastId, retry });
        }),
    );
  }

  const startSession = () => {
    tokens?.stop();
    room?.close();
    room = undefined;
    asked.clear();
    tokens = newTokens();
    session += 1;
    for (const listener of listeners) listener();
  };

  const send = async (id: number, text: string) => {
    try {
      if (!link.isTrusted) throw new RoomError("not_allowed");
      if (room === undefined) throw new RoomError("closed");
      if (room.state.isReader) throw new RoomError("read_only");
      const { seq } = await room.send(text);
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
        storage.clear();
        options.set({ ...options.value, signsIn: false });
        startSession();
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
