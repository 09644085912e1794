import { type FrameMessage, HOST_MESSAGES, type HostMessage } from "../../embed/contract/messages.ts";
import { parseMessage, readAnyKind, VERSION } from "../../embed/contract/shape.ts";
import { type Hosts, isTrusted, mayTalk } from "./hosts.ts";

type Hello = Extract<HostMessage, { readonly type: "hello" }>;

/** The page around the frame, once it has said hello. */
export interface HostLink {
  readonly hello: Hello;
  readonly isTrusted: boolean;
  /** Sends a message to the host. Those that only trusted hosts may receive go to no other. */
  post(message: FrameMessage): void;
  /** Calls back for each further message. */
  listen(listener: (message: HostMessage) => void): void;
}

/** The windows of a frame. */
export interface FrameWindow {
  readonly parent: Pick<Window, "postMessage"> & object;
  readonly top: unknown;
  readonly location: { readonly origin: string };
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** Messages with something that was said in the room, or with a secret of the user. */
const FOR_TRUSTED: ReadonlySet<FrameMessage["type"]> = new Set(["message", "mention", "store", "sent"]);

/** Announces the frame, and waits for the hello of the page around it. */
export function meetHost(frame: FrameWindow, hosts: Hosts): Promise<HostLink> {
  const own = frame.location.origin;
  return new Promise((resolve) => {
    /** The origin that said hello. The link is with no other. */
    let host: string | undefined;
    const listeners: ((message: HostMessage) => void)[] = [];
    const early: HostMessage[] = [];
    const connect = (hello: Hello, origin: string) => {
      host = origin;
      const isNested = frame.parent !== frame.top;
      const trusted = isTrusted(hosts, { host, own, isNested, isTop: false });
      resolve({
        hello,
        isTrusted: trusted,
        post(message) {
          if (!trusted && FOR_TRUSTED.has(message.type)) return;
          frame.parent.postMessage({ parley: VERSION, ...message }, origin);
        },
        listen(listener) {
          listeners.push(listener);
          for (const message of early.splice(0)) listener(message);
        },
      });
    };
    frame.addEventListener("message", ({ data, origin, source }) => {
      if (source !== frame.parent || !mayTalk(hosts, origin, own)) return;
      const message = parseMessage(HOST_MESSAGES, data, readAnyKind);
      if (message === undefined) return;
      if (host === undefined && message.type === "hello") connect(message, origin);
      else if (origin === host && listeners.length === 0) early.push(message);
      else if (origin === host) for (const listener of listeners) listener(message);
    });
    // Says nothing but that a frame is here: no one knows yet who listens.
    frame.parent.postMessage({ parley: VERSION, type: "loaded" }, "*");
  });
}
