// Takes the pictures of docs/embedding.md: a room in a site's page, themed three ways, as a launcher and above a video.
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { Browser, Page } from "playwright-core";
import { connect } from "../src/client/index.ts";
import { launchBrowser } from "../test/support/browser.ts";
import { startDevServer } from "../test/support/dev-server.ts";
import { freePort } from "../test/support/loopback.ts";
import { writeWebp } from "./webp.ts";

const OUT = new URL("../docs/embedding/", import.meta.url);
const SCALE = 1.5;
/** WebP quality, from 0 to 100: visually lossless. */
const QUALITY = 85;

const STYLES = {
  plain: "",
  garden:
    "--parley-accent:#3d6b35;--parley-background:#fbf9f1;--parley-surface:#fff;--parley-text:#2c3a2b;--parley-font:Georgia,serif;--parley-radius:.125rem",
  night: "--parley-accent:#ffb454;--parley-background:#0b1220;--parley-surface:#111a2e;--parley-text:#dfe6f3",
} as const;

/** A picture: the page of a site, and how it embeds the room. */
interface Picture {
  readonly name: string;
  readonly style: keyof typeof STYLES;
  readonly attributes?: string;
  /** The frame's address below `/embed/`, for a frame without the element. */
  readonly frame?: string;
  readonly width: number;
  readonly height: number;
  readonly isLauncher?: true;
  readonly isDark?: true;
}

const PICTURES: readonly Picture[] = [
  { name: "plain", style: "plain", width: 720, height: 640 },
  { name: "garden", style: "garden", width: 720, height: 640 },
  { name: "night", style: "night", attributes: 'theme="dark"', width: 720, height: 640, isDark: true },
  { name: "launcher", style: "garden", attributes: 'mode="launcher"', width: 720, height: 640, isLauncher: true },
  { name: "phone", style: "garden", attributes: 'mode="launcher"', width: 390, height: 640, isLauncher: true },
  { name: "stream", style: "plain", frame: "garden?view=stream&theme=dark", width: 720, height: 480 },
];

const port = await freePort();
const site = `http://127.0.0.1:${port}`;
const room = await startDevServer({ vars: { EMBED_ORIGINS: site } });
const server = createServer(({ url }, response) => {
  const picture = PICTURES.find(({ name }) => url === `/${name}`);
  response.writeHead(picture === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
  response.end(picture === undefined ? "" : pageOf(picture));
});
server.listen(port, "127.0.0.1");
await mkdir(OUT, { recursive: true });
const browser = await launchBrowser();
const noor = connect(`${room.origin}/ws/garden`, { username: "Noor" });
const ben = connect(`${room.origin}/ws/garden`, { username: "Ben" });
try {
  await Promise.all([noor.whenOnline(), ben.whenOnline()]);
  await noor.send("The tomatoes in bed three are ripe. Who wants some?");
  await ben.send("Me! I can bring basil.");
  const { seq } = await noor.send("Deal. **Saturday at ten**, by the gate: https://example.org/map");
  await ben.react(seq, "🍅");
  for (const picture of PICTURES) await take(browser, picture);
} finally {
  noor.close();
  ben.close();
  await browser.close();
  server.close();
  server.closeAllConnections();
  await room.stop();
}

function pageOf({ attributes = "", frame, isDark, name, style }: Picture): string {
  const [ink, paper] = isDark ? ["#dfe6f3", "#060b16"] : ["#2c3a2b", "#f4f1e6"];
  const chat =
    frame === undefined
      ? `<parley-chat room="garden" name="Ada ${name}" style="height:26rem;${STYLES[style]}" ${attributes}></parley-chat>`
      : `<iframe title="Chat" style="border:0;width:100%;height:22rem" src="${room.origin}/embed/${frame}"></iframe>`;
  const back = frame === undefined ? paper : "linear-gradient(120deg,#123,#345,#162)";
  return `<!doctype html><html lang="en"><head><title>The Garden Club</title>
    <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
    <script type="module" src="${room.origin}/embed.js"></script>
    <style>body{margin:0;padding:1rem;font:1rem/1.5 Georgia,serif;color:${ink};background:${back}}h1{margin:0 0 .5rem}${frame === undefined ? "" : "h1,p{color:#fff}"}</style></head>
    <body><h1>The Garden Club</h1><p>Talk with the other gardeners.</p>${chat}</body></html>`;
}

async function take(from: Browser, { frame, height, isDark, isLauncher, name, width }: Picture): Promise<void> {
  const context = await from.newContext({
    viewport: { width, height },
    colorScheme: isDark ? "dark" : "light",
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  const page = await context.newPage();
  await page.goto(`${site}/${name}`);
  if (isLauncher) await page.getByRole("button", { name: /^Chat/ }).click();
  const inside = page.locator(frame === undefined ? "parley-chat iframe" : "iframe").contentFrame();
  await inside.getByText("by the gate").waitFor();
  await inside.locator(".messages .text").last().waitFor();
  await settled(page);
  await writeWebp(page, new URL(`${name}.webp`, OUT), QUALITY, SCALE);
  if (process.env.PICTURES_TO !== undefined) await page.screenshot({ path: `${process.env.PICTURES_TO}${name}.png` });
  await context.close();
}

/** Waits until every frame has painted what it has loaded. */
async function settled(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    await frame.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
}
