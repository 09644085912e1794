// Bun's own publish: the topic tree of uWebSockets, in native code, without parsing or storage.
import { gather, isGathering } from "./gather.ts";

/** The parts of Bun that this file uses, so that the bench needs no types of another platform. */
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
    // Heartbeats are per socket, and would cost the peer something that is not measured.
    sendPings: false,
    open(socket) {
      socket.subscribe("room");
    },
    message(_socket, message) {
      publish(message);
    },
  },
});
// The server's publish, unlike the socket's, also reaches the sender.
const send = (frame: string) => void server.publish("room", frame);
const publish = isGathering ? gather(send) : send;
process.stdout.write(`${server.port}\n`);
