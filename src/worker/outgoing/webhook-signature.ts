import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "./base64.ts";

/** Bytes of a secret. Standard Webhooks wants 24 to 64. */
const SECRET_BYTES = 32;

const PREFIX = "whsec_";

/** Makes a secret in the form that Standard Webhooks gives it: `whsec_`, then base64. */
export function newWebhookSecret(): string {
  return PREFIX + toBase64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** Whether a text is a secret as Standard Webhooks wants it: of 24 to 64 bytes. */
export function isWebhookSecret(text: string): boolean {
  const bytes = bytesOf(text);
  return bytes !== undefined && bytes.length >= 24 && bytes.length <= 64;
}

/** A request that is to be signed. */
export interface SignedMessage {
  /** The same in each attempt, so that the receiver can tell a repeated one. Without periods. */
  readonly id: string;
  /** When it is sent, in milliseconds since 1970: receivers reject what is older than some minutes. */
  readonly at: number;
  /** The body, exactly as it is sent. */
  readonly body: string;
}

/**
 * Makes the headers of Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp` and `webhook-signature`.
 *
 * @param secrets each signs, so that the receiver may still have the previous one
 * @throws if a secret isn't `whsec_` and base64
 */
export function webhookHeaders({ at, body, id }: SignedMessage, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000));
  const signed = utf8ToBytes(`${id}.${timestamp}.${body}`);
  const signatures = secrets.map((secret) => `v1,${toBase64(hmac(sha256, keyOf(secret), signed))}`);
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

function keyOf(secret: string): Uint8Array {
  const key = bytesOf(secret);
  if (key === undefined) throw new Error("not a secret of Standard Webhooks");
  return key;
}

function bytesOf(secret: string): Uint8Array | undefined {
  return secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : undefined;
}
