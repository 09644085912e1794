import { ascii, type ByteReader, DamagedFile, drop, writeZeros } from "./byte-reader.ts";
import type { Write } from "./picture.ts";

const [HEADER, SEGMENT, CLUSTER, INFO, TRACKS, VOID] = [
  0x1a45dfa3, 0x18538067, 0x1f43b675, 0x1549a966, 0x1654ae6b, 0xec,
];
const MAX_HEADER_BYTES = 1_024;
const MAX_DESCRIBED_BYTES = 1024 * 1024;

/** Elements that are copied: where to seek (SeekHead, Cues), and in a cluster its times and blocks. */
const COPIED: ReadonlySet<number> = new Set([0x114d9b74, 0x1c53bb6b, 0xe7, 0xa3, 0xa0, 0xab, 0xa7]);

/** How an element within another one is treated: as it is, as zeros, by its own elements, or by a function. */
type Rule = "copy" | "zeros" | Rules | ((body: Uint8Array) => void);
type Rules = ReadonlyMap<number, Rule>;

const rules = (...entries: (readonly [ids: readonly number[], rule: Rule])[]): Rules =>
  new Map(entries.flatMap(([ids, rule]) => ids.map((id) => [id, rule] as const)));

/** The scale of times and the length; names of programs have to be there. */
const INFO_RULES = rules([[0x2ad7b1, 0x4489], "copy"], [[0x4d80, 0x5741], "zeros"]);

/** Numbers, the codec, and what video and sound are like. Names of tracks go. */
const TRACK_RULES = rules(
  [[0xd7, 0x73c5, 0x83, 0xb9, 0x88, 0x55aa, 0x9c, 0x6de7, 0x6df8, 0x23e383, 0x55ee, 0x86, 0x56aa, 0x56bb], "copy"],
  [[0x22b59c, 0xe0, 0xe1, 0x6d80], "copy"],
  [[0x63a2], cleanVorbis],
);
const TRACKS_RULES = rules([[0xae], TRACK_RULES]);

interface Element {
  readonly id: number;
  readonly headBytes: number;
  /** Bytes of the body; `undefined` if it ends where the next element of its level begins. */
  readonly length: number | undefined;
}

/**
 * Copies a WebM. Tags, titles, chapters and attachments are overwritten by a void in their place, so that a player still
 * finds everything.
 */
export async function cleanWebm(input: ByteReader, write: Write): Promise<undefined> {
  const header = await next(input);
  if (header.id !== HEADER || (header.length ?? Number.POSITIVE_INFINITY) > MAX_HEADER_BYTES) {
    throw new DamagedFile("no header");
  }
  await write(await input.take(header.headBytes + (header.length ?? 0)));
  const segment = await next(input);
  if (segment.id !== SEGMENT) throw new DamagedFile("no segment");
  await write(await input.take(segment.headBytes));
  let [hasTracks, hasBlocks] = [false, false];
  const end = segment.length ?? Number.POSITIVE_INFINITY;
  for (let at = 0; at < end && (end !== Number.POSITIVE_INFINITY || (await input.peek()).length > 0); ) {
    const element = await next(input);
    if (element.id === CLUSTER) {
      // Its elements follow, and have names of their own.
      hasBlocks = true;
      at += element.headBytes;
      await write(await input.take(element.headBytes));
      continue;
    }
    if (element.length === undefined) throw new DamagedFile("an element without an end");
    const bytes = element.headBytes + element.length;
    at += bytes;
    if (at > end) throw new DamagedFile("an element is longer than the file");
    hasTracks ||= element.id === TRACKS;
    await passElement(element, bytes, input, write);
  }
  if (!hasTracks || !hasBlocks) throw new DamagedFile("nothing to play in the file");
}

async function passElement({ headBytes, id }: Element, bytes: number, input: ByteReader, write: Write): Promise<void> {
  if (COPIED.has(id)) return input.pass(bytes, write);
  if ((id === INFO || id === TRACKS) && bytes <= MAX_DESCRIBED_BYTES) {
    const element = await input.take(bytes);
    clean(element.subarray(headBytes), id === INFO ? INFO_RULES : TRACKS_RULES);
    return write(element);
  }
  const head = voidHead(bytes);
  await write(head);
  await input.pass(bytes, drop);
  await writeZeros(bytes - head.length, write);
}

async function next(input: ByteReader): Promise<Element> {
  const element = elementAt(await input.peek(12), 0);
  if (element === undefined) throw new DamagedFile("no element");
  return element;
}

function elementAt(bytes: Uint8Array, at: number): Element | undefined {
  const idBytes = Math.clz32(bytes[at] ?? 0) - 23;
  const sizeBytes = Math.clz32(bytes[at + idBytes] ?? 0) - 23;
  const headBytes = idBytes + sizeBytes;
  if (idBytes > 4 || sizeBytes > 8 || at + headBytes > bytes.length) return undefined;
  const number = (from: number, length: number, first: number) =>
    bytes.subarray(from + 1, from + length).reduce((sum, byte) => sum * 256 + byte, first);
  const id = number(at, idBytes, bytes[at] ?? 0);
  const first = (bytes[at + idBytes] ?? 0) & (0xff >> sizeBytes);
  const size = number(at + idBytes, sizeBytes, first);
  return { id, headBytes, length: size === 2 ** (7 * sizeBytes) - 1 ? undefined : size };
}

/** Cleans the elements in these bytes, in their place. */
function clean(bytes: Uint8Array, rulesOf: Rules): void {
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    const end = at + (element?.headBytes ?? 0) + (element?.length ?? Number.POSITIVE_INFINITY);
    if (element === undefined || end > bytes.length) throw new DamagedFile("an element without an end");
    const body = bytes.subarray(at + element.headBytes, end);
    const rule = rulesOf.get(element.id);
    if (rule === undefined) {
      bytes.fill(0, at, end);
      bytes.set(voidHead(end - at), at);
    } else if (rule === "zeros") body.fill(0);
    else if (typeof rule === "function") rule(body);
    else if (rule !== "copy") clean(body, rule);
    at = end;
  }
}

/** The head of a void that fills this many bytes: two at least. */
function voidHead(bytes: number): Uint8Array {
  if (bytes <= 128) return Uint8Array.of(VOID, 0x80 | (bytes - 2));
  const head = new Uint8Array(9);
  const view = new DataView(head.buffer);
  view.setUint32(5, (bytes - 9) % 2 ** 32);
  view.setUint32(1, Math.floor((bytes - 9) / 2 ** 32));
  head[0] = VOID;
  head[1] = 1;
  return head;
}

/** What Vorbis needs to be decoded is three packets in one: the second one has comments. */
function cleanVorbis(body: Uint8Array): void {
  if (body[0] !== 2) return;
  let at = 1;
  const sizes = [0, 0].map(() => {
    let size = 0;
    for (; body[at] === 255; at += 1) size += 255;
    size += body[at] ?? 0;
    at += 1;
    return size;
  });
  const start = at + (sizes[0] ?? 0);
  const comments = body.subarray(start, start + (sizes[1] ?? 0));
  if (ascii(comments, 0, 7) !== "\x03vorbis" || comments.length < 16) return;
  comments.fill(0, 7);
  comments[15] = 1;
}
