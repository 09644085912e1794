import { createHash } from "node:crypto";
import * as v from "valibot";
import type { ImportedMessage } from "../../src/capabilities/import/batch.ts";
import { Emoji } from "../../src/protocol/fields.ts";
import {
  MAX_ID_LENGTH,
  MAX_MESSAGE_CHARACTERS,
  MAX_REACTION_EMOJI,
  MAX_USERNAME_CHARACTERS,
} from "../../src/protocol/limits.ts";
import { normalizeUsername } from "../../src/protocol/normalize-name.ts";
import { FORBIDDEN_IN_TEXT, normalizeMessage } from "../../src/protocol/text.ts";

/** A message as another program has it, before it fits into a room. */
export interface ForeignMessage extends Omit<ImportedMessage, "id"> {
  /** Of any length. */
  readonly id: string;
  /** Files that belong to it: they become links. */
  readonly files?: readonly { readonly name: string; readonly url: string }[];
}

/** The messages of a file. */
export interface ForeignLog {
  /** The program. People of two programs are never the same. */
  readonly source: string;
  readonly messages: readonly ForeignMessage[];
  /** Lines and messages that the file has and a room has no place for, by what they are. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Counts what is left out. */
export class Skipped extends Map<string, number> {
  add(what: string): void {
    this.set(what, (this.get(what) ?? 0) + 1);
  }
}

/** People of one reaction that a room takes with an import. */
const MAX_PEOPLE = 1_000;

const FORBIDDEN = new RegExp(FORBIDDEN_IN_TEXT.source, "gu");

/** The messages that a foreign one becomes: none without a text, and several if it is too long for one. */
export function fit(message: ForeignMessage): ImportedMessage[] {
  const { files = [], id, reactions = [], replyTo, username, ...others } = message;
  const lines = [message.message, ...files.map(({ name, url }) => `${name}: ${url}`)].filter((line) => line !== "");
  const name = nameOf(username) ?? nameOf(message.person) ?? "unknown";
  const reply = replyTo === undefined ? {} : { replyTo: { ...replyTo, id: idOf(replyTo.id) } };
  const known = reactions.flatMap(({ emoji, people }) => {
    const parsed = v.safeParse(Emoji, emoji);
    return parsed.success ? [{ emoji: parsed.output, people: people.slice(0, MAX_PEOPLE) }] : [];
  });
  const reacted = known.length === 0 ? {} : { reactions: known.slice(0, MAX_REACTION_EMOJI) };
  return parts(cleanText(lines.join("\n"))).map((text, index) => ({
    ...(index === 0 ? { ...others, ...reply, ...reacted } : { person: others.person, at: others.at }),
    id: idOf(index === 0 ? id : `${id}~${index + 1}`),
    username: name,
    message: text,
  }));
}

/** An id that a room takes. */
function idOf(id: string): string {
  return id.length <= MAX_ID_LENGTH ? id : createHash("sha256").update(id).digest("hex").slice(0, MAX_ID_LENGTH);
}

function nameOf(raw: string): string | undefined {
  const line = cleanText(raw).replaceAll(/\s+/gu, " ").trim();
  return normalizeUsername(Array.from(line).slice(0, MAX_USERNAME_CHARACTERS).join(""));
}

function cleanText(raw: string): string {
  return raw.toWellFormed().replaceAll(/\r\n?/g, "\n").replaceAll(FORBIDDEN, "");
}

/** A text in parts that a room takes: between lines if it can be, or between words. */
function parts(text: string): string[] {
  const found: string[] = [];
  let rest = Array.from(text.normalize("NFC"));
  while (rest.length > 0) {
    const end = rest.length <= MAX_MESSAGE_CHARACTERS ? rest.length : cutOf(rest);
    const part = normalizeMessage(rest.slice(0, end).join(""));
    if (part !== undefined) found.push(part);
    rest = rest.slice(end);
  }
  return found;
}

function cutOf(characters: readonly string[]): number {
  const first = characters.slice(0, MAX_MESSAGE_CHARACTERS);
  const cut = Math.max(first.lastIndexOf("\n"), 0) || Math.max(first.lastIndexOf(" "), 0);
  // A cut that leaves little makes many parts.
  return cut > MAX_MESSAGE_CHARACTERS / 2 ? cut : MAX_MESSAGE_CHARACTERS;
}
