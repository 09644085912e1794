import { parseServerFrame, type ServerObject } from "../../src/protocol/server-frame.ts";

/**
 * Types that only the room may send to plain sockets (P2.7). Listed again, so that a mistake in the room's own list
 * shows.
 */
const ROOMS_OWN = new Set(["system", "error", "ack", "edit", "delete", "reaction", "notice"]);
const SYSTEM = /^\S(?:.{0,40}\S)? (?:dis)?connected$/u;
/**
 * P5, repeated for the same reason: C0 and C1 except tab and line feed, and characters that change a line's direction.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding these is the point
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;
const MAX_MESSAGE = 4_000;
const MAX_NAME = 32;
const MAX_ID = 36;
const MAX_ECHOED_ID = 256;
const MAX_DEPTH = 32;

/** Keys that the client's schemas drop from objects with arbitrary keys, because JavaScript gives them a meaning. */
const LEFT_OUT: ReadonlySet<string> = new Set(["constructor", "prototype"]);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks an object that the room sent. Independent of the parser that accepted the input, so that a wrongly accepted
 * input shows.
 *
 * @param isAnswer whether it is a reply to a request; only replies may be errors
 * @returns the violations, in words; none if the object follows the contract
 */
export function judgeV1Frame(
  text: string,
  isAnswer = false,
): { readonly objects: readonly ServerObject[]; readonly wrong: string[] } {
  const raw = parseJson(text);
  const objects = parseServerFrame(text);
  if (!Array.isArray(raw) || raw.length === 0) return { objects, wrong: [`not a v1 frame: ${text}`] };
  // The client's parser drops what it cannot read; any other difference violates the contract.
  const wrong = isSame(objects, raw) ? [] : [`violates the contract: ${text}`];
  for (const object of objects) {
    if (object.type === "error" && !isAnswer) wrong.push(`an error to an uninvolved client: ${text}`);
    wrong.push(...judgeFields({ ...object }));
  }
  return { objects, wrong };
}

/** The same for the plain dialect, which has one object per frame. */
export function judgePlainFrame(text: string): { readonly object: Fields; readonly wrong: string[] } {
  const raw = parseJson(text);
  if (!isObject(raw)) return { object: {}, wrong: [`not a plain frame: ${text}`] };
  const { message, type } = raw;
  if (type === "message") {
    const { objects, wrong } = judgeV1Frame(`[${text}]`);
    return { object: raw, wrong: objects.length === 1 ? wrong : [`not a message: ${text}`] };
  }
  if (type === "system") {
    const isSystem = Object.keys(raw).length === 2 && typeof message === "string" && SYSTEM.test(message);
    return { object: raw, wrong: isSystem ? [] : [`not a system message: ${text}`] };
  }
  const wrong = judgeJson(raw);
  if (typeof type === "string" && ROOMS_OWN.has(type)) wrong.push(`impersonates the room: ${text}`);
  return { object: raw, wrong };
}

/** Checks the texts in the result of a command, for every reader. */
function judgeFields(object: Fields): string[] {
  const wrong = judgeJson(object);
  const { code, id, message, type, username } = object;
  if (typeof username === "string") wrong.push(...judgeText("a name", username, MAX_NAME));
  // An event that is read back after its message was deleted has no text.
  if ((type === "message" || type === "edit") && typeof message === "string" && message !== "") {
    wrong.push(...judgeText("a message", message, MAX_MESSAGE));
  }
  // P3.31: an invalid id is returned, up to a length of its own.
  const [min, max] = type === "error" && code === "bad_id" ? [0, MAX_ECHOED_ID] : [1, MAX_ID];
  if (typeof id === "string" && (id.length < min || id.length > max)) wrong.push(`an id of length ${id.length}`);
  return wrong;
}

function judgeText(what: string, text: string, limit: number): string[] {
  const wrong: string[] = [];
  const length = [...text].length;
  if (length === 0 || length > limit) wrong.push(`${what} of ${length} characters`);
  if (text !== text.normalize("NFC") || text !== text.trim()) wrong.push(`${what} not in its stored form: ${text}`);
  if (UNSAFE.test(text)) wrong.push(`${what} with an unsafe character: ${JSON.stringify(text)}`);
  return wrong;
}

/** P5: no deep nesting, no `__proto__`, only well-formed text. */
function judgeJson(value: unknown, depth = 1): string[] {
  if (typeof value === "string") {
    return value.isWellFormed() && !value.includes("\ufffd") ? [] : [`not well-formed text: ${JSON.stringify(value)}`];
  }
  if (typeof value !== "object" || value === null) return [];
  // A sender's object at the nesting limit is wrapped in an object of the room.
  if (depth > MAX_DEPTH + 2) return ["nested too deep"];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key === "__proto__" ? ["a key __proto__"] : []),
    ...judgeJson(key, depth),
    ...judgeJson(item, depth + 1),
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two values are the same JSON, in any order of keys. */
function isSame(read: unknown, raw: unknown): boolean {
  if (typeof read !== "object" || read === null || typeof raw !== "object" || raw === null) return Object.is(read, raw);
  if (Array.isArray(read) !== Array.isArray(raw)) return false;
  return (
    Object.keys(raw).every((key) => Object.hasOwn(read, key) || LEFT_OUT.has(key)) &&
    Object.keys(read).every((key) => Object.hasOwn(raw, key) && isSame(at(read, key), at(raw, key)))
  );
}

function at(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
