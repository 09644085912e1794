import type { Route } from "playwright-core";

/** Samples per second, and seconds. */
const RATE = 8_000;
const SECONDS = 2;

const HEADER_BYTES = 44;

/** A WAVE file of two seconds, which is loud in its second half. */
export function wave(): Buffer {
  const samples = RATE * SECONDS;
  const sound = Buffer.alloc(HEADER_BYTES + samples * 2);
  sound.write("RIFF", 0);
  sound.writeUInt32LE(HEADER_BYTES - 8 + samples * 2, 4);
  sound.write("WAVEfmt ", 8);
  sound.writeUInt32LE(16, 16);
  sound.writeUInt16LE(1, 20);
  sound.writeUInt16LE(1, 22);
  sound.writeUInt32LE(RATE, 24);
  sound.writeUInt32LE(RATE * 2, 28);
  sound.writeUInt16LE(2, 32);
  sound.writeUInt16LE(16, 34);
  sound.write("data", 36);
  sound.writeUInt32LE(samples * 2, 40);
  for (let index = samples / 2; index < samples; index += 1) {
    sound.writeInt16LE(Math.round(Math.sin(index / 3) * 20_000), HEADER_BYTES + index * 2);
  }
  return sound;
}

/** Serves a part of that file, as the server does: without `Range`, browsers cannot move within a sound. */
export function serveWave(route: Route): Promise<void> {
  const sound = wave();
  const start = Number(/^bytes=(\d+)-/.exec(route.request().headers().range ?? "")?.[1] ?? 0);
  return route.fulfill({
    status: 206,
    contentType: "audio/wav",
    headers: { "accept-ranges": "bytes", "content-range": `bytes ${start}-${sound.length - 1}/${sound.length}` },
    body: sound.subarray(start),
  });
}
