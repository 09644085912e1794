/** A request that the receiver got. */
export interface ReceivedHook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Requests by the last part of their path, which is the room's name in tests. */
const received = new Map<string, ReceivedHook[]>();

const HUGE = 64 * 1_024 * 1_024;

/** What the receiver does, by the first part of the path. `seen` counts the requests before this one. */
const BEHAVIORS: Readonly<
  Record<string, (data: Record<string, unknown>, seen: number) => Response | Promise<Response>>
> = {
  ok: () => new Response("thanks"),
  flaky: (_, seen) => (seen === 0 ? new Response("not yet", { status: 503 }) : new Response("thanks")),
  failing: () => new Response("broken", { status: 500 }),
  gone: () => new Response(null, { status: 410 }),
  redirect: () => new Response(null, { status: 307, headers: { location: "https://hooks.example.org/ok/elsewhere" } }),
  slow: () => new Promise(() => {}),
  huge: () => new Response(new Uint8Array(HUGE).fill(120)),
  lying: () => new Response('{"message": ["not", "a", "text"]', { headers: { "content-type": "application/json" } }),
  reply: (data) => Response.json({ message: `You said: ${data.message ?? data.text}` }),
  whisper: (data) => Response.json({ message: `Only for you: ${data.text}`, private: true }),
  busy: () => new Response(null, { status: 429, headers: { "retry-after": "120" } }),
};

/** A server that takes webhooks, for a Worker under test. It shows what it got at `/log/<room>`. */
export async function receiveHook(request: Request): Promise<Response> {
  const { hostname, pathname } = new URL(request.url);
  if (hostname !== "hooks.example.org") throw new Error(`nobody is at ${request.url}`);
  const [, behavior = "", room = ""] = pathname.split("/");
  const seen = received.get(room) ?? [];
  if (behavior === "log") return Response.json(seen);
  const body = await request.text();
  received.set(room, [...seen, { path: pathname, headers: Object.fromEntries(request.headers), body }]);
  const { data } = JSON.parse(body) as { data: Record<string, unknown> };
  const before = seen.filter(({ path }) => path === pathname).length;
  return (await BEHAVIORS[behavior]?.(data, before)) ?? new Response(null, { status: 404 });
}
