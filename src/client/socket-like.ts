/** The part of `WebSocket` that the client uses. Those of browsers, Node, Workers and the `ws` package all fit. */
export interface SocketLike {
  /** Set to `arraybuffer`, if the socket has it: then frames are UTF-8 (P3.19), and text otherwise. */
  binaryType?: string;
  send(data: string): void;
  close(code?: number): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

/** Creates a socket, or throws. */
export type SocketConstructor = new (url: string, protocols: string[]) => SocketLike;
