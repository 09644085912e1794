import { OPERATOR_API } from "../../src/protocol/operator.ts";
import { type ApiRequest, callServer, type ServerAccess } from "../room-api.ts";
import { operatorToken, PLACE_OPTIONS, type PlaceValues, targetOf } from "../room-options.ts";
import { readServer } from "../target.ts";

const TOKEN_OPTION = {
  type: "string",
  value: "<token>",
  help: "OWNER_TOKEN, or a JWT of your site with the role operator. Better in OWNER_TOKEN or PARLEY_TOKEN: other users of this machine see arguments.",
} as const;

/** Options of every command about all rooms. */
export const SERVER_OPTIONS = {
  url: { ...PLACE_OPTIONS.url, help: "Where Parley is; PARLEY_URL, or http://localhost:8787." },
  token: TOKEN_OPTION,
} as const;

/** Options of every command about one room. */
export const OPERATED_OPTIONS = { ...PLACE_OPTIONS, token: TOKEN_OPTION } as const;

/** The room, which has to be named. */
export const NAMED_ROOM = {
  name: "room",
  help: "Its name or its address: garden, or https://chat.example.org/r/garden.",
} as const;

/** A JSON output, for programs. */
export const JSON_OPTION = { json: { type: "boolean", default: false, help: "Prints the answer as JSON." } } as const;

interface ServerValues {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
}

/** @throws UsageError */
export function operatedServer({ token, url }: ServerValues): ServerAccess {
  const server = readServer(url ?? process.env.PARLEY_URL ?? "http://localhost:8787");
  return { url: server, token: operatorToken(token, server) };
}

/** A room that an operator acts in. */
export interface OperatedRoom extends ServerAccess {
  readonly room: string;
}

/**
 * @param named the argument
 * @throws UsageError
 */
export function operatedRoom(values: PlaceValues & ServerValues, named: string | undefined): OperatedRoom {
  const { room, url } = targetOf(values, named);
  return { url, room, token: operatorToken(values.token, url) };
}

/**
 * Sends a request below `/api/operator`.
 *
 * @throws ApiError
 */
export function operate(access: ServerAccess, path: string, request?: ApiRequest): Promise<Response> {
  return callServer(access, `${OPERATOR_API}${path}`, request);
}

/**
 * Sends a request about a room, with the operator's authority.
 *
 * @throws ApiError
 */
export function operateRoom(access: OperatedRoom, path = "", request?: ApiRequest): Promise<Response> {
  return operate(access, `/rooms/${encodeURIComponent(access.room)}${path}`, request);
}

/** Carries out an action in a room. Each is repeatable: done twice, it is the same as once. */
export async function act(access: OperatedRoom, action: object): Promise<object> {
  // The answer is `done`.
  return (await (await operateRoom(access, "/moderate", { method: "POST", body: action })).json()) as object;
}
