import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { ACCESS, type SigningKey, signingKey, siteToken } from "../../support/site.ts";
import { freshRoom, request, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets this folder's variables: a shared secret and Cloudflare Access.

const CERTS = `https://${ACCESS.ACCESS_TEAM_DOMAIN}/cdn-cgi/access/certs`;
/** The claims of an Access assertion, which has no name and no role. */
const CLAIMS = {
  iss: `https://${ACCESS.ACCESS_TEAM_DOMAIN}`,
  aud: [ACCESS.ACCESS_AUD],
  sub: "7335d417-61da-459d-899c-0a01c76a2f94",
  email: "ada@site.example",
  type: "app",
};

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey("access", "RS256");
});
beforeEach(() => {
  const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async (url) => {
    expect(url).toBe(CERTS);
    return Response.json({ keys: [key.jwk] });
  });
  onTestFinished(() => void fetched.mockRestore());
});

const assertion = async (claims: object = {}) => ({
  "cf-access-jwt-assertion": await key.sign({ ...CLAIMS, ...claims }),
});

test.each<[string, object]>([
  ["has expired", { exp: 1 }],
  ["is for another application", { aud: ["0".repeat(64)] }],
  ["is another team's", { iss: "https://other.cloudflareaccess.com" }],
])("P8.7 an assertion that %s is 401, before any object is touched", async (_what, claims) => {
  const headers = { upgrade: "websocket", ...(await assertion(claims)) };
  const response = await request("/ws", headers);
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toBe("Bearer");
  expect(await response.json()).toMatchObject({ error: { code: "bad_token" } });
  expect(await listDurableObjectIds(env.CHAT_ROOM)).toEqual([]);
});

describe("a user who comes through Access", () => {
  test("P8.7 is signed in under a name of their choice, and gets no token", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room, { username: "Ada" }, await assertion());
    expect(ada.welcome).toMatchObject({
      username: "Ada",
      role: "member",
      token: "",
      members: [{ uid: expect.stringMatching(/^m[0-9a-f]{24}$/), username: "Ada", role: "member", signedIn: true }],
    });
    expect(JSON.stringify(ada.welcome)).not.toContain("site.example");
    ada.say("hello", "1");
    expect(await ada.take()).toMatchObject({ signedIn: true });
  });

  test("P8.7 is the same user on every socket, whatever guest token they present", async () => {
    const room = freshRoom();
    const guest = await V1Socket.hello(room);
    const first = await V1Socket.hello(room, {}, await assertion());
    const second = await V1Socket.hello(room, { token: guest.welcome.token }, await assertion());
    expect(second.welcome).toMatchObject({ uid: first.welcome.uid, token: "" });
    expect(first.welcome.uid).not.toBe(guest.welcome.uid);
  });

  test("P8.7 is identified by a token of the site instead, if the hello has one", async () => {
    const headers = await assertion();
    const { welcome } = await V1Socket.hello(freshRoom(), { token: await siteToken({ name: "Ben" }) }, headers);
    expect(welcome.username).toBe("Ben");
  });

  test("P8.7 is signed in on a plain socket too", async () => {
    const room = freshRoom();
    const plain = await TestSocket.open(room, "", await assertion());
    expect(await plain.take()).toMatchObject({ message: expect.stringMatching(/^member-[0-9a-f]{4} connected$/) });
    plain.say("hello", { username: "Ada" });
    expect(await plain.take()).toMatchObject({ username: "Ada", uid: expect.stringMatching(/^m/), signedIn: true });
  });

  test("P8.7 is disconnected when the assertion expires", async () => {
    const now = Date.now();
    const ada = await V1Socket.hello(freshRoom(), {}, await assertion({ exp: Math.floor(now / 1_000) + 60 }));
    const clock = vi.spyOn(Date, "now").mockReturnValue(now + 60_000);
    onTestFinished(() => void clock.mockRestore());
    ada.say("too late", "1");
    expect((await ada.closed).code).toBe(4401);
  });
});

test("P8.7 without Access is a guest", async () => {
  const { welcome } = await V1Socket.hello(freshRoom());
  expect(welcome).toMatchObject({ role: "guest", token: expect.stringMatching(/./) });
});
