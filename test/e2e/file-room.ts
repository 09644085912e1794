import type { Page, Request } from "playwright-core";
import { type FakeSocket, letIn, message, playRoom } from "./fake-room.ts";
import { serveWave } from "./wave.ts";

/** A file of a message (P12.5). */
export function fileOf(id: string, name: string, type: string, fields: object = {}): object {
  return { id, name, type, size: 123_456, url: `/files/test/${id}/${name}`, ...fields };
}

/** A picture of these pixels. */
export const pictureOf = (id: string, width: number, height: number, fields: object = {}): object =>
  fileOf(id, `${id}.png`, "image/png", { width, height, ...fields });

/** A chosen file, for `setInputFiles`. */
export const chosen = (name: string, mimeType: string, content: string | Buffer = "content") => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

/** The smallest GIF: one transparent pixel. */
export const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** What a test can do with the uploads of a page. */
export interface FileRoom {
  /** The uploads, in order. */
  readonly uploads: readonly Request[];
  /** The messages that the page sent. */
  readonly sent: readonly { readonly [field: string]: unknown }[];
  /** Closes the page's connection. */
  drop(): Promise<void>;
}

export interface FileRoomOptions {
  readonly messages?: readonly object[];
  readonly settings?: object;
  /** Rejects connections while it is true. */
  readonly isShut?: () => boolean;
  /** Pictures come once it resolves. */
  readonly hold?: Promise<void>;
  /** Whether a request for a file fails; counted from 1 for each file. */
  readonly isLost?: (id: string, request: number) => boolean;
  /** Whether a file comes as bytes that are no picture. */
  readonly isDamaged?: (id: string) => boolean;
  readonly pass?: string;
  /** Answers an upload in its own way; `undefined` accepts it. */
  readonly answer?: (
    upload: number,
  ) => "hang" | "drop" | { readonly status: number; readonly json: object } | undefined;
}

/** Plays a room in which everyone can send files, and the server that has them. Ids that end in `gone` are deleted. */
export async function playFileRoom(
  page: Page,
  {
    answer = () => undefined,
    hold,
    isDamaged = () => false,
    isLost = () => false,
    isShut = () => false,
    messages = [],
    pass,
    settings = { files: "everyone" },
  }: FileRoomOptions = {},
): Promise<FileRoom> {
  const uploads: Request[] = [];
  const stored: object[] = [];
  let connected: FakeSocket | undefined;
  const sent: { readonly [field: string]: unknown }[] = [];
  const all = { read: "everyone", write: "everyone", slowMode: 0, ...settings };
  await playRoom(
    page,
    (socket) => {
      connected = socket;
      if (isShut()) void socket.close(1012);
      else letIn(socket, [...messages, ...stored], { settings: all });
    },
    (command, socket) => {
      if (command.type !== "message") return;
      sent.push(command);
      const files = (command.files as { id: string; alt?: string }[] | undefined)?.map(({ id, ...fields }) =>
        pictureOf(id, 640, 480, fields),
      );
      const own = { uid: "ada", username: "Ada", id: command.id };
      const fields = { ...own, ...(files && { files }) };
      const event = message(messages.length + sent.length, String(command.message), fields);
      stored.push(event);
      socket.say(event);
    },
  );
  await page.route("**/api/rooms/*/files", async (route) => {
    if (route.request().method() === "GET") return route.fulfill({ json: { maxBytes: 10_000_000, types: [], pass } });
    uploads.push(route.request());
    const reply = answer(uploads.length);
    if (reply === "hang") return;
    if (reply === "drop") return route.abort("connectionreset");
    const name = decodeURIComponent(route.request().headers()["x-file-name"] ?? "");
    const file = { id: `up${uploads.length}`, name, type: "image/png", size: 1 };
    await route.fulfill(reply ?? { status: 201, json: { file } });
  });
  const asked = new Map<string, number>();
  await page.route("**/files/test/**", async (route) => {
    const { pathname } = new URL(route.request().url());
    const [, , , id = ""] = pathname.split("/");
    const request = (asked.get(id) ?? 0) + 1;
    asked.set(id, request);
    if (isLost(id, request)) return route.abort("connectionreset");
    if (isDamaged(id)) return route.fulfill({ contentType: "image/png", body: "no picture" });
    await hold;
    if (id.endsWith("gone")) return route.fulfill({ status: 404 });
    if (pathname.endsWith(".wav")) return serveWave(route);
    if (pathname.endsWith(".gif")) return route.fulfill({ contentType: "image/gif", body: GIF });
    return route.fulfill({ contentType: "image/svg+xml", body: drawing(id) });
  });
  return { uploads, sent, drop: async () => connected?.close(1012) };
}

/** Stands for a photo. */
export function drawing(id: string): string {
  const hue = Array.from(id).reduce((sum, character) => sum + (character.codePointAt(0) ?? 0) * 37, 0) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 1200 900">
<rect width="1200" height="900" fill="hsl(${hue} 55% 62%)"/><circle cx="900" cy="240" r="110" fill="#fff4c2"/>
<path d="M0 760l320-330 230 240 260-360 390 450v140H0z" fill="hsl(${hue} 40% 30%)"/></svg>`;
}
