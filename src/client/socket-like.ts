/** As much of a `WebSocket` as the client uses; browsers, Node, Workers and the `ws` package have one that fits. */
export interface SocketLike {
  send(data: string): void;
  close(code?: number): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

/** Makes a socket, and throws where it cannot. */
export type SocketConstructor = new (url: string, protocols: string[]) => SocketLike;
