import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { isWebhookSecret, newWebhookSecret, webhookHeaders } from "../../../src/worker/outgoing/webhook-signature.ts";

/** The example of the specification of Standard Webhooks 1.0. */
const EXAMPLE = {
  secret: "whsec_plJ3nmyCDGBKInavdOK15jsl",
  id: "msg_loFOjxBNrRLzqYUf",
  at: 1_731_705_121_000,
  body: '{"event_type":"ping","data":{"success":true}}',
  signature: "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
};

describe("the signature of a webhook", () => {
  it("is that of the specification's example", () => {
    const { at, body, id, secret, signature } = EXAMPLE;
    expect(webhookHeaders({ id, at, body }, [secret])).toEqual({
      "webhook-id": id,
      "webhook-timestamp": "1731705121",
      "webhook-signature": signature,
    });
  });

  it("has one part for each secret", () => {
    const { at, body, id, secret, signature } = EXAMPLE;
    const headers = webhookHeaders({ id, at, body }, [newWebhookSecret(), secret]);
    const parts = headers["webhook-signature"]?.split(" ");
    expect(parts).toHaveLength(2);
    expect(parts?.[1]).toBe(signature);
  });

  it("is accepted by the library that receivers use, for each of two secrets", () => {
    const [secret, other] = [newWebhookSecret(), newWebhookSecret()];
    const body = '{"type":"message","data":{"message":"Grüße 🌷"}}';
    const headers = webhookHeaders({ id: "bot-1_42", at: Date.now(), body }, [secret, other]);
    for (const known of [secret, other]) expect(new Webhook(known).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow("No matching signature");
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow("No matching signature");
  });

  it("covers the id, the time in seconds and the body", () => {
    const { at, body, id, secret, signature } = EXAMPLE;
    for (const other of [
      { at, body, id: `${id}2` },
      { at: at + 1_000, body, id },
      { at, body: `${body} `, id },
    ]) {
      expect(webhookHeaders(other, [secret])["webhook-signature"]).not.toBe(signature);
    }
    expect(webhookHeaders({ id, at: at + 999, body }, [secret])["webhook-signature"]).toBe(signature);
  });

  it("takes secrets of 24 to 64 bytes", () => {
    const secret = (bytes: number) => `whsec_${Buffer.alloc(bytes).toString("base64")}`;
    expect(isWebhookSecret(newWebhookSecret())).toBe(true);
    expect([23, 24, 64, 65].map((bytes) => isWebhookSecret(secret(bytes)))).toEqual([false, true, true, false]);
    expect(isWebhookSecret(secret(32).slice(6))).toBe(false);
    expect(isWebhookSecret("whsec_*".padEnd(50, "*"))).toBe(false);
    expect(() => webhookHeaders(EXAMPLE, ["secret"])).toThrow("not a secret");
  });
});
