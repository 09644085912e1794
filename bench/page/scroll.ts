import { once } from "node:events";
import type { Browser, CDPSession, Page } from "playwright-core";

/** The slowdown of the processor. */
const PROCESSOR = 4;

/** Milliseconds between two frames of a display at 60 Hz. */
const FRAME_MS = 1_000 / 60;

/** Pixels to scroll, and pixels per second: a user who flings the log as fast as possible. */
const DISTANCE_PX = 40_000;
const SPEED_PX_PER_S = 4_000;

/** Messages that arrive one by one while the longest task for each is recorded. */
const ARRIVALS = 20;
/** Milliseconds between two arrivals: each is processed before the next comes. */
const BETWEEN_ARRIVALS_MS = 250;

/** The smoothness of a period for the page's main thread and its display. */
export interface Smoothness {
  /** Frames that the main thread produced, and those that a 60 Hz display could have shown. */
  readonly frames: number;
  readonly possible: number;
  /** Tasks of the main thread: how many exceeded a frame, and the longest in milliseconds. */
  readonly long: number;
  readonly longest: number;
}

/** Measurements of a page with a long log. */
export interface ScrollResult {
  readonly messages: number;
  readonly up: Smoothness;
  readonly down: Smoothness;
  readonly arrivals: Smoothness;
}

/** Fills a room through a plain socket (P2): texts of many lengths, by a few users, with some replies. */
export async function fillLongRoom(origin: string, room: string, messages: number): Promise<void> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws/${room}`);
  await once(socket, "open");
  const last = `message ${messages}`;
  const done = new Promise<void>((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      if (String(data).includes(`"${last}"`)) resolve();
    });
  });
  const names = ["Ada", "Mei", "Noor"];
  for (let count = 1; count <= messages; count += 1) {
    const username = names[Math.floor(count / 4) % names.length];
    const text = count === messages ? last : `message ${count} ${"and a few more words ".repeat(count % 13)}`;
    const reply = count % 10 === 0 ? { replyTo: count - 7 } : {};
    socket.send(JSON.stringify({ type: "message", username, message: text, ...reply }));
  }
  await done;
  socket.close();
}

/**
 * Measures scrolling through a fully loaded log, with the browser's own trace, on a slowed processor.
 *
 * @param arrive lets a user send a message
 */
export async function measureScroll(
  browser: Browser,
  url: string,
  messages: number,
  arrive: () => Promise<void>,
): Promise<ScrollResult> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem("parley.name", "Lea"));
  await page.goto(url);
  await page.locator(".message").first().waitFor();
  await loadAll(page);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: PROCESSOR });
  const scroll = (distance: number) =>
    session.send("Input.synthesizeScrollGesture", {
      x: 640,
      y: 400,
      yDistance: distance,
      speed: SPEED_PX_PER_S,
      gestureSourceType: "mouse",
    });
  await page.getByRole("region", { name: "Messages" }).evaluate((log) => log.scrollTo({ top: log.scrollHeight }));
  const up = await traced(session, () => scroll(DISTANCE_PX));
  const down = await traced(session, () => scroll(-DISTANCE_PX));
  await page.getByRole("region", { name: "Messages" }).evaluate((log) => log.scrollTo({ top: log.scrollHeight }));
  const arrivals = await traced(session, async () => {
    for (let count = 0; count < ARRIVALS; count += 1) {
      await arrive();
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_ARRIVALS_MS));
    }
  });
  await context.close();
  return { messages, up, down, arrivals };
}

/** Scrolls to the top until all older messages are loaded. */
async function loadAll(page: Page): Promise<void> {
  const more = page.getByRole("button", { name: /Load older messages|Loading/ });
  const log = await page.getByRole("region", { name: "Messages" }).elementHandle();
  while ((await more.count()) > 0) {
    const height = await log?.evaluate((element) => {
      element.scrollTo({ top: 0 });
      return element.scrollHeight;
    });
    // Older messages make the log higher; the end of them takes the button away.
    await page.waitForFunction(
      ([element, before]) =>
        element?.scrollHeight !== before || !/Load older messages|Loading/.test(element?.textContent ?? ""),
      [log, height] as const,
    );
  }
}

/** An event of a trace, with the fields that this file reads. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds; absent for events without a duration. */
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

/** Records a trace of the page during `run`. */
async function traced(session: CDPSession, run: () => Promise<unknown>): Promise<Smoothness> {
  // Garbage from earlier loading is not part of the measurement.
  await session.send("HeapProfiler.collectGarbage");
  const events: TraceEvent[] = [];
  // The protocol's types do not describe trace events; these are the fields that Chromium writes.
  const collect = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
  session.on("Tracing.dataCollected", collect);
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"],
    },
  });
  const begun = performance.now();
  await run();
  const seconds = (performance.now() - begun) / 1_000;
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  session.off("Tracing.dataCollected", collect);
  return smoothnessOf(events, seconds);
}

function smoothnessOf(events: readonly TraceEvent[], seconds: number): Smoothness {
  const main = events
    .filter(({ args, name }) => name === "thread_name" && args?.name === "CrRendererMain")
    .map(({ pid, tid }) => `${pid}/${tid}`);
  const tasks = events
    .filter(({ name, pid, tid }) => name === "RunTask" && main.includes(`${pid}/${tid}`))
    .map(({ dur = 0 }) => dur / 1_000);
  return {
    frames: events.filter(({ name, pid, tid }) => name === "Commit" && main.includes(`${pid}/${tid}`)).length,
    possible: Math.round((seconds * 1_000) / FRAME_MS),
    long: tasks.filter((ms) => ms > FRAME_MS).length,
    longest: Math.max(0, ...tasks),
  };
}
