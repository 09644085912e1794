// Rooms with files, as the tests of files use them.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { jpeg } from "../support/pictures.ts";
import { CLOUDFLARE, freshRoom, type Received, request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

export interface Uploaded {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** A room whose owner is connected, and lets everyone send files. */
export async function openRoom(files = "everyone"): Promise<{ room: string; owner: V1Socket }> {
  const room = freshRoom();
  const owner = await V1Socket.hello(room, { username: "Olga" });
  owner.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  await moderate(owner, { action: "settings", settings: { files } });
  return { room, owner };
}

export async function moderate(owner: V1Socket, action: object): Promise<void> {
  owner.send({ type: "moderate", id: "moderate", ...action });
  await owner.takeOnly("done");
}

export function post(
  room: string,
  token: unknown,
  body: BodyInit | null,
  headers: Record<string, string> = {},
): Promise<Response> {
  return exports.default.fetch(`https://chat.example/api/rooms/${room}/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "x-file-name": "photo.jpg", ...headers },
    body,
    cf: CLOUDFLARE,
  });
}

export async function upload(room: string, person: V1Socket, body: Uint8Array = jpeg()): Promise<Uploaded> {
  const response = await post(room, person.welcome.token, body);
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  const { file } = (await response.json()) as { file: Uploaded };
  return file;
}

/** Sends a message with files, and returns what the room says. */
export async function send(person: V1Socket, id: string, files: readonly object[], message = ""): Promise<Received> {
  person.send({ type: "message", id, message, files });
  return person.take();
}

export const pathOf = (room: string, { id }: Pick<Uploaded, "id">) => `/files/${room}/${id}/photo.jpg`;

export async function statusOf(path: string): Promise<number> {
  const response = await request(path);
  await response.body?.cancel();
  return response.status;
}

export async function codeOf(response: Response): Promise<unknown> {
  const { error } = (await response.json()) as { error?: { code: string } };
  return [response.status, error?.code];
}

/** Resolves when the room has no job left that is due. Its alarm may be running them already. */
export async function jobsDone(room: string): Promise<void> {
  const due = () =>
    runInDurableObject(stubOf(room), (_object, { storage }) =>
      storage.sql.exec("SELECT kind FROM jobs WHERE due <= ?", Date.now()).toArray(),
    );
  await runDurableObjectAlarm(stubOf(room));
  await expect.poll(due).toEqual([]);
}

/** Everything that the room's `Files` object stores, in rows. */
export function rowsOfFiles(room: string): Promise<unknown> {
  return runInDurableObject(env.ROOM_FILES.getByName(room), (_object, { storage }) => {
    const count = (table: string) => storage.sql.exec(`SELECT count(*) AS n FROM ${table}`).one().n;
    const isMade = storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'access'").toArray().length > 0;
    return isMade ? [count("files"), count("chunked"), count("chunks")] : [];
  });
}

/** Makes everything that the room stored about its files this much older. */
export async function age(room: string, ms: number): Promise<void> {
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("UPDATE files SET at = at - ?", ms);
    storage.sql.exec("UPDATE jobs SET due = due - ?", ms);
  });
}
