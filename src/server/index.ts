// The Worker on a server of your own, under workerd: it adds what Cloudflare's network does in front of the Worker.
import { WorkerEntrypoint } from "cloudflare:workers";
import { comeBack } from "../protocol/come-back.ts";
import { jsonError } from "../worker/base/json-error.ts";
import { SECURE_HEADERS } from "../worker/http/secure-headers.ts";
import worker, { ChatRoom as Room, Files as RoomFiles } from "../worker/index.ts";
import { Assets } from "./assets.ts";
import { answerMetrics } from "./metrics.ts";
import { pathRule } from "./path-rule.ts";
import { RequestLimiter } from "./request-limiter.ts";
import { ServerState } from "./server-state.ts";

export { Deployment, Directory, NewRoomLimiter } from "../worker/index.ts";

/** Seconds after which a client may come back to a server that restarts. */
const RESTART_SECONDS = 2;

/** For closes to be sent, before connections end: so long, and longer for each connection. */
const CLOSE_MS = 100;
const CLOSE_MS_PER_SOCKET = 0.1;

/** The rooms, as the class below. */
type ControlEnv = Omit<ServerEnv, "CHAT_ROOM"> & { readonly CHAT_ROOM: DurableObjectNamespace<ChatRoom> };

/** Of the process: workerd runs one isolate for the Worker and all its objects. */
const state = new ServerState();
let limiter: RequestLimiter | undefined;
let assets: Assets | undefined;

/** A room that tells the server how many sockets it has, and closes them when the server stops. */
export class ChatRoom extends Room {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, state.meterOf(ctx.id.name ?? ""));
    this.#tell();
  }

  override fetch(request: Request): Response {
    const response = super.fetch(request);
    this.#tell();
    return response;
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    state.frames += 1;
    super.webSocketMessage(socket, frame);
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
    super.webSocketClose(socket, code, reason, wasClean);
    this.#tell();
  }

  override webSocketError(socket: WebSocket): void {
    super.webSocketError(socket);
    this.#tell();
  }

  /** Ends the object with its connections: workerd never reads what a client answers that has sent nothing before. */
  async end(): Promise<void> {
    await this.ctx.storage.sync();
    this.ctx.abort("The server stops.");
  }

  #tell(): void {
    const { id, storage } = this.ctx;
    // A room is only ever reached by its name.
    if (id.name === undefined) return;
    const isOpen = (socket: WebSocket) => socket.readyState === WebSocket.OPEN;
    const sockets = this.ctx.getWebSockets().filter(isOpen).length;
    state.rooms.set(id.name, { sockets, bytes: storage.sql.databaseSize });
  }
}

/** A room's files, which tell the server how large they are. */
export class Files extends RoomFiles {
  override async fetch(request: Request): Promise<Response> {
    const response = await super.fetch(request);
    this.#tell();
    return response;
  }

  override async remove(ids: readonly string[]): Promise<void> {
    await super.remove(ids);
    this.#tell();
  }

  #tell(): void {
    const { id, storage } = this.ctx;
    if (id.name !== undefined) state.files.set(id.name, storage.sql.databaseSize);
  }
}

/** The built page, for the Worker's `ASSETS` binding. */
export class Site extends WorkerEntrypoint<ServerEnv> {
  override fetch(request: Request): Promise<Response> {
    assets ??= new Assets(this.env.SITE, this.env.SITE_FILES);
    return assets.fetch(request);
  }
}

/** What the process around the server asks of it, over a socket that only its own user can reach. */
export class Control extends WorkerEntrypoint<ControlEnv> {
  override async fetch(request: Request): Promise<Response> {
    if (request.method !== "POST" || new URL(request.url).pathname !== "/stop")
      return new Response(null, { status: 404 });
    state.isStopping = true;
    const rooms = Array.from(state.rooms).filter(([, { sockets }]) => sockets > 0);
    const together = rooms.reduce((sum, [, { sockets }]) => sum + sockets, 0);
    const each = (run: (room: DurableObjectStub<ChatRoom>) => Promise<void>) =>
      // A room that fails keeps none of the others from closing.
      Promise.allSettled(rooms.map(([name]) => run(this.env.CHAT_ROOM.getByName(name))));
    await each((room) => room.closeSockets(comeBack(together)));
    await new Promise((resolve) => setTimeout(resolve, CLOSE_MS + together * CLOSE_MS_PER_SOCKET));
    await each((room) => room.end());
    return new Response(null, { status: 204 });
  }
}

export default {
  async fetch(request, env, ctx) {
    const since = Date.now();
    // A Worker has no clock before its first request.
    if (state.since === 0) state.since = since;
    const response = await answer(request, env, ctx);
    state.responses.set(response.status, (state.responses.get(response.status) ?? 0) + 1);
    // Neither the query, which can have a token, nor the address.
    if (env.LOG_REQUESTS === "on") {
      // biome-ignore lint/suspicious/noConsole: the log that the owner asked for
      console.log(`${request.method} ${new URL(request.url).pathname} ${response.status} ${Date.now() - since} ms`);
    }
    return response;
  },
} satisfies ExportedHandler<ServerEnv>;

async function answer(request: Request, env: ServerEnv, ctx: ExecutionContext): Promise<Response> {
  if (state.isStopping) {
    return jsonError("internal", 503, { ...SECURE_HEADERS, "retry-after": String(RESTART_SECONDS) });
  }
  const { pathname } = new URL(request.url);
  if (pathname === "/metrics") return answerMetrics(request, env.OWNER_TOKEN, state);
  const isUpgrade = request.headers.get("upgrade")?.toLowerCase() === "websocket";
  if (!isUpgrade && !env.SITE.workerFirst.some((rule) => pathRule(rule).match(pathname) !== undefined)) {
    assets ??= new Assets(env.SITE, env.SITE_FILES);
    return assets.fetch(request);
  }
  const { requestLimit } = env.SITE;
  if (requestLimit === undefined) return worker.fetch(request, env, ctx);
  limiter ??= new RequestLimiter(requestLimit);
  const limit = ({ key = "" }: { readonly key?: string }) =>
    Promise.resolve({ success: limiter?.take(key, Date.now()) !== false });
  return worker.fetch(request, { ...env, REQUEST_LIMIT: { limit } }, ctx);
}
