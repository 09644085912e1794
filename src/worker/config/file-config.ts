import { FILE_SENDERS, type FileSenders } from "../../protocol/moderation.ts";
import { ConfigError } from "../base/config-error.ts";
import { isWebhookSecret } from "../outgoing/webhook-signature.ts";
import { readNumber } from "./read-number.ts";
import { secureUrl } from "./secure-url.ts";

const MEBIBYTE = 1024 * 1024;

/** Bytes of a file, unless `MAX_FILE_BYTES` says otherwise: a photo of any phone. */
const FILE_BYTES = 10 * MEBIBYTE;

/** Highest `MAX_FILE_BYTES`: what Cloudflare lets a request carry on its Free and Pro plans. */
const MOST_FILE_BYTES = 100 * MEBIBYTE;

/** Bytes that a person may upload in a day, unless `MAX_FILE_BYTES_PER_PERSON` says otherwise. */
const PERSON_BYTES = 100 * MEBIBYTE;

/** The same for an address: three people's worth, because a school has one address. */
const ADDRESS_BYTES = 3 * PERSON_BYTES;

/** Bytes of all files of a room, unless `MAX_ROOM_FILE_BYTES` says otherwise: half of what an object holds. */
const ROOM_BYTES = 5_000_000_000;

/** Most bytes that can be set; it means "unlimited". */
const UNLIMITED_BYTES = 1_000_000_000_000_000;

/** Types that are accepted unless `FILE_TYPES` says otherwise: what every browser shows or plays, and documents. */
const TYPES = [
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "video/mp4",
  "video/webm",
  "video/quicktime",
  "audio/mpeg",
  "audio/mp4",
  "audio/aac",
  "audio/ogg",
  "audio/wav",
  "audio/flac",
  "audio/webm",
  "application/pdf",
  "application/zip",
  "text/plain",
];

/** What people may send besides text (P12). */
export interface FileConfig {
  /** Who may, in rooms whose owner has not decided. */
  readonly senders: FileSenders;
  /** Bytes of a file. */
  readonly maxBytes: number;
  /** Media types. */
  readonly types: ReadonlySet<string>;
  /** Bytes of a person and day. */
  readonly personBytes: number;
  /** Bytes of an address and day. */
  readonly addressBytes: number;
  /** Bytes of a room in all. */
  readonly roomBytes: number;
  /** Decides which files are usable (P12.19); absent if all are. */
  readonly scanner?: Scanner;
}

/** A service that looks into files. */
export interface Scanner {
  readonly url: string;
  /** Signs the requests to it, in the form of Standard Webhooks. */
  readonly secret: string;
}

/** The variables that configure files. */
export interface FileEnv {
  readonly UPLOADS?: string;
  readonly FILE_TYPES?: string;
  readonly MAX_FILE_BYTES?: string;
  readonly MAX_FILE_BYTES_PER_PERSON?: string;
  readonly MAX_FILE_BYTES_PER_ADDRESS?: string;
  readonly MAX_ROOM_FILE_BYTES?: string;
  readonly FILE_SCAN_URL?: string;
  readonly FILE_SCAN_SECRET?: string;
}

/** @throws ConfigError */
export function readFileConfig(env: FileEnv): FileConfig {
  return {
    senders: readSenders(env.UPLOADS),
    maxBytes: readNumber(env, "MAX_FILE_BYTES", 1, MOST_FILE_BYTES) ?? FILE_BYTES,
    types: readTypes(env.FILE_TYPES),
    personBytes: readNumber(env, "MAX_FILE_BYTES_PER_PERSON", 1, UNLIMITED_BYTES) ?? PERSON_BYTES,
    addressBytes: readNumber(env, "MAX_FILE_BYTES_PER_ADDRESS", 1, UNLIMITED_BYTES) ?? ADDRESS_BYTES,
    roomBytes: readNumber(env, "MAX_ROOM_FILE_BYTES", 1, UNLIMITED_BYTES) ?? ROOM_BYTES,
    ...readScanner(env),
  };
}

function readSenders(value = ""): FileSenders {
  if (value === "") return "members";
  const senders = FILE_SENDERS.find((one) => one === value);
  if (senders === undefined) {
    throw new ConfigError(`Invalid UPLOADS: expected "everyone", "members", "moderators" or "off", got "${value}".`);
  }
  return senders;
}

function readTypes(list = ""): ReadonlySet<string> {
  const types = list.split(",").map((type) => type.trim().toLowerCase());
  const named = types.filter((type) => type !== "");
  const invalid = named.find((type) => !/^[a-z]+\/[a-z0-9.+-]+$/.test(type));
  if (invalid !== undefined) {
    throw new ConfigError(
      `Invalid FILE_TYPES: expected media types such as "image/png", separated by commas, got "${invalid}".`,
    );
  }
  return new Set(named.length === 0 ? TYPES : named);
}

/** A secret alone is no mistake: emptying `FILE_SCAN_URL` turns the scanner off for a while. */
function readScanner({
  FILE_SCAN_SECRET: secret = "",
  FILE_SCAN_URL: text = "",
}: FileEnv): Pick<FileConfig, "scanner"> {
  if (text === "") return {};
  const url = secureUrl(text);
  if (url === undefined) {
    throw new ConfigError(`Invalid FILE_SCAN_URL: expected an https URL, or http on this machine, got "${text}".`);
  }
  // The message never quotes the secret, because it goes to the log.
  if (!isWebhookSecret(secret)) {
    throw new ConfigError("Invalid FILE_SCAN_SECRET: FILE_SCAN_URL needs one, `whsec_` and 24 to 64 bytes in base64.");
  }
  return { scanner: { url, secret } };
}
