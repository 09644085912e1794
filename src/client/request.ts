import type { ListReactionsCommand, RequestCommand } from "../protocol/commands.ts";
import type { ListAnswer } from "../protocol/lists.ts";
import type { ModerationAction } from "../protocol/moderation-action.ts";
import type { Engine } from "./engine.ts";
import { itemsOf, type ListItem } from "./list-items.ts";
import { type ModerationOutcome, outcomeOf } from "./moderation-outcome.ts";
import { frameOf } from "./request-frame.ts";
import { type Answer, Requests } from "./requests.ts";
import { RoomError } from "./room-error.ts";

/** A request without its id. Fields that are `undefined` are left out. */
export type RequestFields = { readonly type: (RequestCommand | ListReactionsCommand)["type"] } & Readonly<
  Record<string, unknown>
>;

/** The list that a request is for. */
export type ListFields<What> = { readonly what: What } & Readonly<Record<string, unknown>>;

/** @param fields of the command; the server's own parser checks them before they are sent */
export async function request(engine: Engine, id: string, fields: RequestFields): Promise<Answer> {
  const frame = frameOf({ ...fields, id });
  return engine.batch(() => {
    if (engine.ending.aborted) throw new RoomError("closed");
    return engine.requests((ports) => new Requests(ports)).add(id, frame);
  });
}

/** Requests a moderation action (P9.3). */
export async function moderate(engine: Engine, id: string, action: ModerationAction): Promise<ModerationOutcome> {
  return outcomeOf(await request(engine, id, { type: "moderate", ...action }));
}

/** Requests a list (P9.11, P3.13). */
export async function list<What extends ListAnswer["what"]>(
  engine: Engine,
  id: string,
  fields: ListFields<What>,
): Promise<readonly ListItem<What>[]> {
  return itemsOf(await request(engine, id, { type: "list", ...fields }), fields.what);
}
