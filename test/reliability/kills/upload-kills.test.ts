import { request } from "node:http";
import { expect, test } from "vitest";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { storedAnHourLater, storedIds, tokenOf } from "./stored-uploads.ts";

const KILLS = 8;
const MEBIBYTE = 1024 * 1024;
const SIZE = 4 * MEBIBYTE;
const REQUESTS_BEFORE_KILL = 20;

/** A text, whose type any part of it has. */
const FILE = Buffer.alloc(SIZE, "The quick brown fox jumps over the lazy dog. ");

function upload({ port }: Workerd, token: string) {
  const headers = { authorization: `Bearer ${token}`, "content-length": SIZE, "content-type": "text/plain" };
  return request({ host: "127.0.0.1", port, path: "/api/rooms/garden/files", method: "POST", headers });
}

/** Uploads part of a file, and kills the server once it has taken that part. */
async function killDuring(server: Workerd, token: string, bytes: number): Promise<void> {
  const sending = upload(server, token);
  sending.on("error", () => {});
  const taken = new Promise<void>((resolve) => sending.write(FILE.subarray(0, bytes), () => resolve()));
  await taken;
  // The server reads on while it answers others.
  for (let asked = 0; asked < REQUESTS_BEFORE_KILL; asked += 1) {
    await (await fetch(`${server.origin}/api/rooms/garden`)).text();
  }
  await server.kill();
  sending.destroy();
}

async function uploadWhole(server: Workerd, token: string): Promise<{ status: number; id: string }> {
  const response = await fetch(`${server.origin}/api/rooms/garden/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: FILE,
  });
  const { file } = (await response.json()) as { file?: { id: string } };
  return { status: response.status, id: file?.id ?? "" };
}

test(`P12.3 ${KILLS} kills during uploads serve nothing half, and leave nothing after an hour`, async () => {
  const server = await startWorkerd({ vars: { UPLOADS: "everyone", MAX_FILE_BYTES_PER_PERSON: "1000000000" } });
  try {
    const token = await tokenOf(server.origin);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await killDuring(server, token, Math.floor((SIZE * kill) / (KILLS + 1)));
      await server.restart();
    }
    const whole = await uploadWhole(server, token);
    expect(whole.status).toBe(201);
    await server.kill();
    const stored = storedIds(server);
    const half = stored.filter((id) => id !== whole.id);
    // A kill that interrupts nothing proves nothing.
    expect(half.length).toBeGreaterThan(0);
    await server.restart();
    for (const id of half) expect((await fetch(`${server.origin}/files/garden/${id}/x.txt`)).status).toBe(404);
    const served = await fetch(`${server.origin}/files/garden/${whole.id}/x.txt`);
    expect(Buffer.from(await served.arrayBuffer()).equals(FILE)).toBe(true);

    await server.kill();
    expect(await storedAnHourLater(server, token, 1)).toEqual([whole.id]);
  } finally {
    await server.stop();
  }
});
