import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { OWNER_TOKEN } from "../../test/support/owner-token.ts";
import { startWorkerd, type Workerd } from "../../test/support/workerd.ts";

export const START = fileURLToPath(new URL("../start.ts", import.meta.url));

/** What became of a command. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

export interface RunOptions {
  /** The owner's by default; an empty one is none. */
  readonly token?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The program, with a server to talk to and a folder for files. */
export interface Program {
  readonly server: Workerd;
  readonly folder: string;
  freshRoom(): string;
  /** Starts a command, as a person would. */
  start(args: readonly string[], options?: RunOptions): ChildProcessWithoutNullStreams;
  /** Runs a command to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** A person of a room: a client that says hello gets a token. */
  guest(room: string, username: string): Promise<{ readonly token: string; readonly uid: string }>;
  stop(): Promise<void>;
}

export async function startProgram(): Promise<Program> {
  const server = await startWorkerd({ vars: { OWNER_TOKEN, UPLOADS: "everyone" } });
  const folder = await mkdtemp(join(tmpdir(), "parley-cli-"));
  let rooms = 0;
  /** The people who are here. */
  const sockets: WebSocket[] = [];
  const start: Program["start"] = (args, { env, token = OWNER_TOKEN } = {}) =>
    spawn(process.execPath, [START, ...args], {
      env: {
        ...process.env,
        PARLEY_URL: server.origin,
        PARLEY_TOKEN: token,
        PARLEY_STATE: join(folder, "state"),
        NODE_NO_WARNINGS: "1",
        ...env,
      },
    });
  return {
    server,
    folder,
    start,
    freshRoom: () => `room-${++rooms}`,
    run: async (args, options = {}) => {
      const child = start(args, options);
      child.stdin.end(options.stdin ?? "");
      const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
      return { code: Number(code), out, errors };
    },
    guest: async (room, username) => {
      const socket = new WebSocket(`${server.origin.replace("http", "ws")}/ws/${room}`, "parley.v1");
      sockets.push(socket);
      await once(socket, "open");
      socket.send(JSON.stringify({ type: "hello", v: 1, username }));
      const [event] = (await once(socket, "message")) as [MessageEvent<string>];
      const welcome = [JSON.parse(event.data)].flat().find(({ type }) => type === "welcome");
      return { token: welcome.token, uid: welcome.uid };
    },
    stop: async () => {
      for (const socket of sockets) socket.close();
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
