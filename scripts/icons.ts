// Makes the icons of the installed page from its one drawing.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../test/support/browser.ts";

const PUBLIC = new URL("../public/", import.meta.url);

interface Icon {
  readonly name: string;
  /** Pixels, on each side. */
  readonly size: number;
  /** How much of the side the drawing takes. */
  readonly share: number;
  /** Behind the drawing; nothing where the system shows the icon as it is. */
  readonly ground?: string;
}

/** Systems cut a maskable icon to a circle of 80 % at the least; the drawing's corners lie within it. */
const MASKABLE = { share: 0.6, ground: "#ffffff" };

const ICONS: readonly Icon[] = [
  { name: "icon-192", size: 192, share: 1 },
  { name: "icon-512", size: 512, share: 1 },
  { name: "maskable-192", size: 192, ...MASKABLE },
  { name: "maskable-512", size: 512, ...MASKABLE },
  // iOS rounds the corners itself, and paints black what is see-through.
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
