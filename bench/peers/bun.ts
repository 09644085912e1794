// Bun's own publish: the topic tree of uWebSockets, in native code. Nothing is parsed and nothing is stored.

/** What this file uses of Bun, so that the bench does not need the types of another platform beside Node's. */
interface BunSocket {
  subscribe(topic: string): void;
}
declare const Bun: {
  serve(options: {
    readonly hostname: string;
    readonly port: number;
    fetch(request: Request, server: BunServer): Response | undefined;
    readonly websocket: {
      readonly sendPings: boolean;
      open(socket: BunSocket): void;
      message(socket: BunSocket, message: string): void;
    };
  }): BunServer;
};
interface BunServer {
  readonly port: number;
  upgrade(request: Request): boolean;
  publish(topic: string, message: string): number;
}

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (request, self) => (self.upgrade(request) ? undefined : new Response(null, { status: 426 })),
  websocket: {
    // Heartbeats are each socket's own, and cost the peer something that nobody measures here.
    sendPings: false,
    open(socket) {
      socket.subscribe("room");
    },
    // The server's publish, and not the socket's, reaches the sender as well.
    message(_socket, message) {
      server.publish("room", message);
    },
  },
});
process.stdout.write(`${server.port}\n`);
