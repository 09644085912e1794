import { Agent, request } from "node:http";

/** People who load one picture at once. */
export const PEOPLE = 100;

/** A running system, as the bench uses it. */
export interface FileSystem {
  /** Uploads bytes that it has not seen before. Returns the address of the file. */
  upload(bytes: Uint8Array): Promise<string>;
  readonly origin: string;
}

/** Speeds of a system. */
export interface Speeds {
  /** Megabytes a second, one file at a time. */
  readonly upload: number;
  readonly download: number;
  /** Loads of one picture a second, by {@link PEOPLE} at once, and milliseconds of a load. */
  readonly loads: number;
  readonly median: number;
  readonly p99: number;
}

export const agent = new Agent({ keepAlive: true, maxSockets: PEOPLE });

/** Sends a request, and returns the status, the body and its length. */
export function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string | number>; body?: Uint8Array; keep?: boolean } = {},
): Promise<{ status: number; length: number; text: string }> {
  const { body, headers = {}, keep = false, method = "GET" } = options;
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers }, (response) => {
      let length = 0;
      let text = "";
      response.on("data", (part: Buffer) => {
        length += part.length;
        if (keep) text += part.toString();
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, length, text }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Measures uploads, downloads and a crowd, after one of each that does not count. */
export async function measure(
  { origin, upload }: FileSystem,
  files: readonly Uint8Array[],
  picture: Uint8Array,
  rounds: number,
): Promise<Speeds> {
  const [warm, ...rest] = files;
  if (warm === undefined) throw new Error("no files");
  const first = await upload(warm);
  await load(origin + first, warm.length);
  const bytes = rest.reduce((sum, file) => sum + file.length, 0);

  let start = performance.now();
  const paths: string[] = [];
  for (const file of rest) paths.push(await upload(file));
  const uploadMs = performance.now() - start;

  start = performance.now();
  for (const [index, path] of paths.entries()) await load(origin + path, rest[index]?.length ?? 0);
  const downloadMs = performance.now() - start;

  const path = origin + (await upload(picture));
  const crowd = () => Promise.all(Array.from({ length: PEOPLE }, () => timed(() => load(path, picture.length))));
  await crowd();
  start = performance.now();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(...(await crowd()));
  const crowdMs = performance.now() - start;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0;
  const speed = (ms: number) => bytes / 1_000 / ms;
  return {
    upload: speed(uploadMs),
    download: speed(downloadMs),
    loads: (times.length / crowdMs) * 1_000,
    median: at(0.5),
    p99: at(0.99),
  };
}

async function load(url: string, length: number): Promise<void> {
  const answer = await ask(url);
  if (answer.status !== 200 || answer.length !== length) {
    throw new Error(`${url}: status ${answer.status}, ${answer.length} of ${length} bytes`);
  }
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
