import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { readObject } from "../../protocol/frame.ts";
import { MAX_FRAME_BYTES } from "../../protocol/limits.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { jsonError } from "../base/json-error.ts";
import { readConfig } from "../config/config.ts";
import { type DeploymentBan, deploymentOf, forgetBans, networkKey } from "../deployment/ban-list.ts";
import { verifyBearer } from "../identity/bearer.ts";
import { roomOf } from "../object/room-stub.ts";
import { isOriginAllowed } from "./cors.ts";
import { NewBan } from "./new-ban.ts";

type App = { Bindings: Env };

/** A signed-in person's `uid` (P8.3). It is the same in all rooms. */
const SIGNED_IN = /^m[0-9a-f]{24}$/;

/** Bans across all rooms (P9.16), for a request that was authorized. */
export const banRoutes = new Hono<App>()
  .get("/", async ({ env }) => Response.json({ bans: await deploymentOf(env).bans() }))
  .post("/", bodyLimit({ maxSize: MAX_FRAME_BYTES, onError: () => jsonError("too_large", 413) }), ban)
  .delete("/:key", async ({ env, req }) => {
    const lifted = await deploymentOf(env).lift(req.param("key"));
    forgetBans();
    return lifted ? Response.json({ bans: await deploymentOf(env).bans() }) : jsonError("no_person", 404);
  })
  .on("ALL", "/", () => jsonError("method_not_allowed", 405, { allow: "GET, POST" }))
  .on("ALL", "/:key", () => jsonError("method_not_allowed", 405, { allow: "DELETE" }));

/** The same for the owner of the deployment. */
export const banApi = new Hono<App>()
  .use(async (c, next) => {
    const config = readConfig(c.env);
    if (!config.deploymentBans) return jsonError("not_found", 404);
    const authorization = c.req.header("authorization");
    if (authorization === undefined) return jsonError("token_needed", 401, { "www-authenticate": "Bearer" });
    const verdict = await verifyBearer(authorization, "", config);
    if (!verdict.ok) return jsonError("bad_token", 401);
    if (!isOriginAllowed(c.req.header("origin"), new URL(c.req.url), config)) return jsonError("forbidden_origin", 403);
    return verdict.requester.type === "owner" ? next() : jsonError("not_allowed", 403);
  })
  .route("/", banRoutes);

async function ban({ env, req }: Context<App>): Promise<Response> {
  const read = readObject(await req.text());
  if (!read.ok) return jsonError(read.error.code, 400);
  const parsed = v.safeParse(NewBan, read.value);
  if (!parsed.success) return jsonError("bad_action", 400);
  const { address, for: duration, reason, room: name, uid } = parsed.output;
  const room = name === undefined ? undefined : normalizeRoomName(name);
  if (name !== undefined && room === undefined) return jsonError("bad_room", 404);
  const keys: Pick<DeploymentBan, "key" | "kind">[] = [];
  const network = networkKey(address, readConfig(env));
  if (address !== undefined && network === undefined) return jsonError("bad_action", 400);
  if (network !== undefined) keys.push({ kind: "network", key: network });
  if (uid !== undefined && SIGNED_IN.test(uid)) keys.push({ kind: "uid", key: uid });
  else if (uid !== undefined && room !== undefined) {
    const networks = await roomOf(env, room).networksOf(uid);
    if (networks.length === 0) return jsonError("no_person", 404);
    keys.push(...networks.map((key) => ({ kind: "network", key }) as const));
  } else if (uid !== undefined || keys.length === 0) return jsonError("bad_action", 400);

  const at = Date.now();
  const until = duration === undefined ? {} : { until: at + duration };
  const bans = keys.map(
    (key): DeploymentBan => ({ ...key, at, ...until, ...(reason === undefined ? {} : { reason }) }),
  );
  if (!(await deploymentOf(env).ban(bans))) return jsonError("too_many", 400);
  forgetBans();
  if (room !== undefined) await roomOf(env, room).removeBanned(bans);
  return Response.json({ bans });
}
