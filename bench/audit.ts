// `node bench/audit.ts [--root <tree>]`: what strangers can leave behind or make others pay for, in the four figures of
// the security audit. The server is started here, on loopback, with addresses that a proxy would name.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { RawWebSocket } from "../test/support/raw-web-socket.ts";
import { startWorkerd, type Workerd } from "../test/support/workerd.ts";
import { digits, table } from "./report/text-format.ts";

const OWNER_TOKEN = "the owner's token of the audit, of 32 characters and more";
/** A setting that an older tree does not know is ignored by it. */
const VARS = {
  OWNER_TOKEN,
  TRUSTED_PROXY: "127.0.0.1",
  MAX_EVENTS_PER_SECOND: "1000000",
  MAX_SOCKETS_PER_ADDRESS: "500",
};

const UPGRADES = 40;
const GUESTS = 120;
/** Emoji of the audit: as many as one message takes. */
const EMOJI = [
  "👍",
  "👎",
  "😀",
  "😂",
  "😍",
  "😎",
  "😢",
  "😡",
  "🎉",
  "🔥",
  "👀",
  "🚀",
  "🙏",
  "💯",
  "🤔",
  "🙌",
  "👏",
  "🐸",
  "🍕",
  "🎈",
];
const HIDDEN_MESSAGES = 3_000;
const OPEN_MESSAGES = 50;
const PAGE_READS = 200;
const NAMES = 96;

type Frame = Record<string, unknown>;

/** A v1 client whose methods return the frames that it received. */
class Guest {
  readonly #frames: Frame[] = [];
  readonly #socket: RawWebSocket;
  /** Characters of the first frame, which holds the welcome. */
  firstFrameLength = 0;

  private constructor(socket: RawWebSocket) {
    this.#socket = socket;
  }

  static async open({ origin }: Workerd, room: string, address: string): Promise<Guest> {
    const texts: string[] = [];
    let guest: Guest | undefined;
    const socket = await RawWebSocket.open(`${origin}/ws/${room}`, {
      protocol: "parley.v1",
      headers: { "cf-connecting-ip": address, "x-forwarded-for": address },
      onText: (text) => (guest === undefined ? texts.push(text) : guest.#take(text)),
    });
    guest = new Guest(socket);
    for (const text of texts) guest.#take(text);
    return guest;
  }

  send(object: Frame): void {
    this.#socket.send(object);
  }

  /** Waits for the first object of one of these types, and takes it. */
  async next(...types: string[]): Promise<Frame> {
    const find = () => this.#frames.findIndex(({ type }) => types.includes(String(type)));
    await this.#socket.until(`a ${types.join(" or ")} comes`, () => find() !== -1);
    const [frame = {}] = this.#frames.splice(find(), 1);
    return frame;
  }

  async hello(username?: string): Promise<Frame> {
    this.send({ type: "hello", v: 1, ...(username === undefined ? {} : { username }) });
    const answer = await this.next("welcome", "error");
    if (answer.type === "welcome") await this.next("ready");
    return answer;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.firstFrameLength ||= text.length;
    const read = JSON.parse(text) as Frame | Frame[];
    this.#frames.push(...(Array.isArray(read) ? read : [read]));
  }
}

/** An address of a documentation network (RFC 5737, RFC 3849), another for each number. */
function addressOf(number: number): string {
  return `2001:db8:${(number >> 8).toString(16)}:${(number & 0xff).toString(16)}::1`;
}

/** The databases of rooms, and their bytes. */
function roomsOn({ databases }: Workerd): { rooms: number; bytes: number } {
  let files: string[] = [];
  try {
    files = readdirSync(databases);
  } catch {
    // No room was ever touched.
  }
  const main = files.filter((file) => file.endsWith(".sqlite"));
  const bytes = files.reduce((sum, file) => sum + statSync(join(databases, file)).size, 0);
  return { rooms: main.length, bytes };
}

/** Upgrades without a hello, dropped at once. */
async function measureUpgrades(server: Workerd): Promise<[string, string][]> {
  const before = roomsOn(server);
  for (let i = 0; i < UPGRADES; i++) (await Guest.open(server, `upgrade-${i}`, addressOf(i))).close();
  await settle();
  const after = roomsOn(server);
  const bytes = after.bytes - before.bytes;
  return [
    [`bytes on disk after ${UPGRADES} upgrades without a hello`, digits(bytes)],
    ["… for each of them", digits(bytes / UPGRADES)],
  ];
}

/** Throwaway guests who react with everything there is. */
async function measureReactions(server: Workerd): Promise<[string, string][]> {
  const author = await Guest.open(server, "reactions", addressOf(1_000));
  await author.hello("The author");
  author.send({ type: "message", id: "m", message: "React to this" });
  const { seq } = await author.next("message");
  for (let i = 0; i < GUESTS; i++) {
    const guest = await Guest.open(server, "reactions", addressOf(1_001 + i));
    await guest.hello();
    for (const [index, emoji] of EMOJI.entries()) {
      guest.send({ type: "reaction", id: `r${index}`, target: seq, emoji, on: true });
    }
    for (let taken = 0; taken < EMOJI.length; taken++) await guest.next("reaction", "error");
    guest.close();
  }
  const newcomer = await Guest.open(server, "reactions", addressOf(2_000));
  await newcomer.hello("A newcomer");
  const bytes = newcomer.firstFrameLength;
  newcomer.close();
  author.close();
  return [[`characters of a welcome after ${GUESTS} × ${EMOJI.length} reactions`, digits(bytes)]];
}

/** A page of open messages in front of, and behind, what a shadow-muted person said. */
async function measureHidden(server: Workerd): Promise<[string, string][]> {
  const room = "hidden";
  const author = await Guest.open(server, room, addressOf(3_000));
  await author.hello("The author");
  const say = async (guest: Guest, count: number, name: string) => {
    for (let i = 0; i < count; i++) guest.send({ type: "message", id: `${name}${i}`, message: "Good morning, all!" });
    for (let i = 0; i < count; i++) await guest.next("message", "void", "error");
  };
  await say(author, OPEN_MESSAGES, "open");
  const alone = await timePages(server, room);
  const hidden = await Guest.open(server, room, addressOf(3_001));
  const { uid } = await hidden.hello("The shadow");
  const shadowed = await fetch(`${server.origin}/api/rooms/${room}/moderate`, {
    method: "POST",
    headers: { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ action: "shadow", uid, on: true }),
  });
  if (!shadowed.ok) throw new Error(`not shadowed: ${await shadowed.text()}`);
  await say(hidden, HIDDEN_MESSAGES, "hidden");
  const behind = await timePages(server, room);
  hidden.close();
  author.close();
  return [
    [`µs a page of ${OPEN_MESSAGES} messages takes with nothing hidden`, digits(alone)],
    [`… behind ${HIDDEN_MESSAGES} hidden messages`, digits(behind)],
  ];
}

/** Microseconds that a page takes a stranger, the quickest of many: whatever disturbs a measurement makes it longer. */
async function timePages({ origin }: Workerd, room: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < PAGE_READS; i++) {
    const started = performance.now();
    await (await fetch(`${origin}/api/rooms/${room}/messages?limit=${OPEN_MESSAGES}`)).text();
    times.push((performance.now() - started) * 1_000);
  }
  return Math.min(...times);
}

/** One address that takes names and leaves, and how many of them another person cannot have. */
async function measureNames(server: Workerd): Promise<[string, string][]> {
  for (let i = 0; i < NAMES; i++) {
    const squatter = await Guest.open(server, "names", addressOf(4_000));
    await squatter.hello(`Squatted ${nameOf(i)}`);
    squatter.close();
  }
  await settle();
  let held = 0;
  const other = await Guest.open(server, "names", addressOf(4_001));
  await other.hello("Somebody else");
  for (let i = 0; i < NAMES; i++) {
    other.send({ type: "rename", id: `n${i}`, username: `Squatted ${nameOf(i)}` });
    const answer = await other.next("notice", "error");
    if (answer.type === "error") held += 1;
  }
  other.close();
  return [[`names of ${NAMES} that one address holds after it left`, digits(held)]];
}

/** Letters in place of digits, which look like other letters. */
function nameOf(number: number): string {
  return [...number.toString(8)].map((digit) => "abcdefgh"[Number(digit)]).join("");
}

/** The server has seen the sockets go: it answers a request that came after. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}

const { values } = parseArgs({ options: { root: { type: "string" } } });
const server = await startWorkerd({ ...(values.root === undefined ? {} : { root: values.root }), vars: VARS });
try {
  const rows = [
    ...(await measureUpgrades(server)),
    ...(await measureReactions(server)),
    ...(await measureHidden(server)),
    ...(await measureNames(server)),
  ];
  process.stdout.write(`${table(["what strangers cost", "figure"], rows)}\n`);
} finally {
  await server.stop();
}
