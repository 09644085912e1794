// Renders the icons of the installed page from icon.svg.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../test/support/browser.ts";

const PUBLIC = new URL("../public/", import.meta.url);

interface Icon {
  readonly name: string;
  /** Width and height in pixels. */
  readonly size: number;
  /** The drawing's share of the width. */
  readonly share: number;
  /** Background color; transparent by default. */
  readonly ground?: string;
}

/** Systems may crop a maskable icon to a circle of 80 %; the drawing's corners are inside it. */
const MASKABLE = { share: 0.6, ground: "#ffffff" };

const ICONS: readonly Icon[] = [
  { name: "icon-192", size: 192, share: 1 },
  { name: "icon-512", size: 512, share: 1 },
  { name: "maskable-192", size: 192, ...MASKABLE },
  { name: "maskable-512", size: 512, ...MASKABLE },
  // iOS rounds the corners itself and paints transparent areas black.
  { name: "apple-touch-icon", size: 180, share: 0.72, ground: "#ffffff" },
];

const drawing = await readFile(new URL("icon.svg", PUBLIC), "utf8");
await mkdir(new URL("icons/", PUBLIC), { recursive: true });
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  for (const { ground = "transparent", name, share, size } of ICONS) {
    await page.setViewportSize({ width: size, height: size });
    const side = size * share;
    await page.setContent(
      `<style>body{margin:0;height:100vh;display:grid;place-items:center;background:${ground}}svg{width:${side}px;height:${side}px}</style>${drawing}`,
    );
    const file = new URL(`icons/${name}.png`, PUBLIC);
    await writeFile(file, await page.screenshot({ omitBackground: true }));
    console.log(fileURLToPath(file));
  }
} finally {
  await browser.close();
}
