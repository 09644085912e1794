import { type Context, Hono } from "hono";
import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { Message } from "../../protocol/events.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { parseTime } from "../../protocol/parse-time.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { type App, authorizeAction, refuse, streamParts } from "../../worker/http/room-request.ts";
import type { ExportPart, ExportRequest } from "./export.ts";
import { Cursor, FormatName } from "./export-query.ts";
import { loadFormat } from "./format.ts";

/** P17.6. */
export const routes = new Hono<App>()
  .get("/:room/export", exportRoom)
  .on("ALL", "/:room/export", () => jsonError("method_not_allowed", 405, { allow: "GET" }));

async function exportRoom(c: Context<App, "/:room/export">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  const query = c.req.query();
  const name = v.safeParse(FormatName, query.format);
  if (!name.success) return refuse(c, asked, { code: "bad_format" });
  const cursor = v.safeParse(Cursor, query.cursor);
  if (!cursor.success) return refuse(c, asked, { code: "bad_range" });
  const range: { from?: number; to?: number } = {};
  for (const end of ["from", "to"] as const) {
    const text = query[end];
    if (text === undefined) continue;
    const time = parseTime(text);
    if (time === undefined) return refuse(c, asked, { code: "bad_time" });
    range[end] = time;
  }
  const request: ExportRequest = { type: "export.page", after: cursor.output, ...range };
  const read = async (next: object | undefined) => {
    // Only this capability answers this request.
    const part = (await asked.stub.ask({ ...request, ...next }, asked.requester)) as ExportPart | ErrorCode;
    // A room that no one entered has no tables, and no other owner than the deployment's (P7.3).
    if (part !== "no_person") return part;
    return asked.requester.type === "owner" ? { messages: [], quoted: [] } : "not_allowed";
  };

  const room = normalizeRoomName(c.req.param("room")) ?? "";
  const format = await loadFormat(name.output);
  const context = { room, origin: new URL(c.req.url).origin, isContinued: cursor.output > 0 };
  let isBegun = false;
  let last: Message | undefined;
  const write = async (part: ExportPart) => {
    const head = isBegun ? "" : format.head(context);
    const text = await format.part(part, last, context);
    isBegun = true;
    last = part.messages.at(-1) ?? last;
    return head + text + (part.next === undefined ? format.foot : "");
  };
  const headers = {
    "content-type": format.contentType,
    "content-disposition": `attachment; filename="${room}.${name.output}"`,
  };
  return streamParts(c, asked, headers, read, write);
}
