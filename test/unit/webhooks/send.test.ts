import { describe, expect, it } from "vitest";
import { receiverUrl, send } from "../../../src/capabilities/webhooks/send.ts";
import { newWebhookSecret } from "../../../src/worker/outgoing/webhook-signature.ts";

const delivery = {
  hook: "bot-1",
  id: "bot-1_1",
  url: "https://hooks.example.org/",
  secrets: [newWebhookSecret()],
  body: "{}",
  subject: { type: "test", uids: [] },
};

/** Addresses of the server's own network, in all notations, and others that no webhook goes to. */
const REFUSED = [
  ["loopback", "https://127.0.0.1/"],
  ["loopback as one decimal number", "https://2130706433/"],
  ["loopback in octal", "https://0177.0.0.1/"],
  ["loopback in hexadecimal", "https://0x7f000001/"],
  ["loopback with two parts", "https://127.1/"],
  ["loopback in full-width digits", "https://１２７.０.０.１/"],
  ["IPv6 loopback", "https://[::1]/"],
  ["IPv4 mapped to IPv6", "https://[::ffff:127.0.0.1]/"],
  ["IPv4 mapped to IPv6 in hexadecimal", "https://[::ffff:7f00:1]/"],
  ["an IPv6 address of a local network", "https://[fd00::1]/"],
  ["a link-local IPv6 address", "https://[fe80::1]/"],
  ["the metadata service of a cloud", "https://169.254.169.254/latest/meta-data/"],
  ["a private network", "https://10.0.0.1/"],
  ["another private network", "https://192.168.0.1/"],
  ["carrier-grade NAT", "https://100.64.0.1/"],
  ["every address", "https://0.0.0.0/"],
  ["localhost", "https://localhost/"],
  ["localhost with a dot", "https://localhost./"],
  ["a name within localhost", "https://hooks.localhost/"],
  ["a name of a local network", "https://printer.local/"],
  ["a name without a dot", "https://intranet/"],
  ["a name in the cloud's own network", "https://metadata.google.internal/"],
  ["another port", "https://hooks.example.org:8443/"],
  ["a password", "https://user:secret@hooks.example.org/"],
  ["plain HTTP", "http://hooks.example.org/"],
  ["a file", "file:///etc/passwd"],
  ["no address", "hooks.example.org"],
] as const;

describe("the address of a webhook", () => {
  it.each(REFUSED)("P16.4 is not %s", async (_, url) => {
    expect(receiverUrl(url, false)).toBeUndefined();
    const asked: unknown[] = [];
    const request = async (to: unknown) => {
      asked.push(to);
      return new Response();
    };
    expect(await send({ ...delivery, url }, false, Date.now, request)).toMatchObject({ error: "address" });
    expect(asked).toEqual([]);
  });

  it("P16.4 may be in the own network if the deployment says so", () => {
    expect(receiverUrl("http://127.0.0.1:8787/", true)?.href).toBe("http://127.0.0.1:8787/");
    expect(receiverUrl("file:///etc/passwd", true)).toBeUndefined();
    expect(receiverUrl("https://hooks.example.org/in?key=1", false)?.href).toBe("https://hooks.example.org/in?key=1");
  });
});

describe("an attempt", () => {
  it("P16.7 that reaches nobody has no status", async () => {
    const outcome = await send(delivery, false, Date.now, () => Promise.reject(new TypeError("refused")));
    expect(outcome).toEqual({ error: "unreachable", ms: expect.any(Number), answer: "" });
  });

  it("P16.7 follows no redirect", async () => {
    const asked: RequestInit[] = [];
    const outcome = await send(delivery, false, Date.now, async (_, init) => {
      asked.push(init ?? {});
      return new Response(null, { status: 302, headers: { location: "https://127.0.0.1/" } });
    });
    expect(outcome).toMatchObject({ status: 302, error: "redirect" });
    expect(asked).toMatchObject([{ redirect: "manual", method: "POST" }]);
  });

  it("P16.7 reads no more than the start of an answer", async () => {
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(120)),
      cancel: () => {
        isCancelled = true;
      },
    });
    const { answer, status } = await send(delivery, false, Date.now, async () => new Response(endless));
    expect([status, answer.length, isCancelled]).toEqual([200, 65_536, true]);
  });

  it("P16.7 takes an hour of Retry-After at most", async () => {
    const waitOf = async (seconds: string) =>
      (
        await send(
          delivery,
          false,
          Date.now,
          async () => new Response(null, { status: 503, headers: { "retry-after": seconds } }),
        )
      ).retryAfter;
    expect([await waitOf("7"), await waitOf("99999"), await waitOf("soon"), await waitOf("-1")]).toEqual([
      7_000,
      3_600_000,
      undefined,
      undefined,
    ]);
  });
});
