import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { storedAnHourLater, storedIds, tokenOf } from "./stored-uploads.ts";

const KILLS = 4;
const SIZE = 4 * 1024 * 1024;
const SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;

type Behavior = (request: IncomingMessage, response: ServerResponse) => void;

const after =
  (answer: (response: ServerResponse) => void): Behavior =>
  (request, response) => {
    request.resume().on("end", () => answer(response));
  };

const yes = after((response) => response.end());

/**
 * What a scanner may do over a real connection, and the statuses that the sender of the file may get. Two where the scanner
 * closes a connection on which more arrives: the network may take its answer along.
 */
const ANSWERS: readonly (readonly [string, Behavior, ...number[]])[] = [
  ["no", after((response) => response.writeHead(406).end()), 422],
  ["no, to the first bytes, and reads on", (_, response) => response.writeHead(422).end("no"), 422],
  ["no, and hangs up", (_, response) => response.writeHead(422, { connection: "close" }).end("no"), 422, 503],
  ["that it is broken", after((response) => response.writeHead(500).end()), 503],
  [
    "with a redirect to one that says yes",
    after((response) => response.writeHead(307, { location: "/yes" }).end()),
    503,
  ],
  [
    "yes, and reads no further",
    (request, response) => {
      request.once("data", () => response.writeHead(200, { connection: "close" }).end(() => request.destroy()));
    },
    503,
  ],
  ["by hanging up", (request) => request.once("data", () => request.destroy()), 503],
  [
    "yes, in a body without end",
    after((response) => {
      const more = () => {
        while (response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    }),
    201,
  ],
];

/** A scanner on this machine, whose behavior a test changes. */
class Scanner {
  behavior: Behavior = yes;
  asked = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Scanner> {
    const server = createServer((request, response) => {
      request.on("error", () => {});
      scanner.asked += 1;
      (request.url === "/yes" ? yes : scanner.behavior)(request, response);
    });
    const scanner = new Scanner(server);
    await once(server.listen(0, "127.0.0.1"), "listening");
    return scanner;
  }

  get url(): string {
    // A server that listens on TCP has such an address.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/scan`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Bytes that were not sent before: a scanner is asked about each once. */
let file = 0;
function newFile(): Buffer<ArrayBuffer> {
  file += 1;
  return Buffer.alloc(SIZE, `File ${file}. The quick brown fox jumps over the lazy dog. `);
}

async function upload(server: Workerd, token: string): Promise<{ status: number; id: string }> {
  const headers = { authorization: `Bearer ${token}` };
  const body = newFile();
  const response = await fetch(`${server.origin}/api/rooms/garden/files`, { method: "POST", headers, body });
  const answer = (await response.json()) as { file?: { id: string } };
  return { status: response.status, id: answer.file?.id ?? "" };
}

async function statusesOf(server: Workerd, ids: readonly string[]): Promise<number[]> {
  const responses = await Promise.all(ids.map((id) => fetch(`${server.origin}/files/garden/${id}/x.txt`)));
  await Promise.all(responses.map((response) => response.arrayBuffer()));
  return responses.map(({ status }) => status);
}

test(`P12.19 P12.20 a file is served after a scanner's yes alone, also over ${KILLS} kills while it looks`, async () => {
  const scanner = await Scanner.start();
  const server = await startWorkerd({
    vars: {
      UPLOADS: "everyone",
      MAX_FILE_BYTES_PER_PERSON: "1000000000",
      FILE_SCAN_URL: scanner.url,
      FILE_SCAN_SECRET: SECRET,
    },
    reachesOwnNetwork: true,
  });
  try {
    const token = await tokenOf(server.origin);
    const usable: string[] = [];
    for (const [what, behavior, ...statuses] of ANSWERS) {
      scanner.behavior = behavior;
      scanner.asked = 0;
      const uploaded = await upload(server, token);
      expect(statuses, what).toContain(uploaded.status);
      expect(scanner.asked, what).toBe(1);
      if (uploaded.id !== "") usable.push(uploaded.id);
    }
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const held = new Promise<void>((resolve) => {
        scanner.behavior = after(() => resolve());
      });
      const answer = upload(server, token).catch(() => "cut off");
      await held;
      await server.kill();
      expect(await answer).toBe("cut off");
      await server.restart();
    }
    scanner.behavior = yes;
    usable.push((await upload(server, token)).id);
    await server.kill();
    const half = storedIds(server).filter((id) => !usable.includes(id));
    // A kill that interrupts nothing proves nothing.
    expect(half.length).toBeGreaterThanOrEqual(KILLS);
    await server.restart();
    expect(new Set(await statusesOf(server, half))).toEqual(new Set([404]));
    expect(await statusesOf(server, usable)).toEqual([200, 200]);
    await server.kill();
    const left = await storedAnHourLater(server, token, usable.length);
    expect(left.toSorted()).toEqual(usable.toSorted());
  } finally {
    scanner.stop();
    await server.stop();
  }
});
