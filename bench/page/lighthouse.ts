import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { findChromium } from "../../scripts/setup/chromium.mjs";

/** The scores, from 0 to 100, and times in milliseconds, by Lighthouse's mobile profile. */
export interface LighthouseResult {
  readonly scores: { readonly [category: string]: number };
  readonly times: { readonly [metric: string]: number };
  /** Lost points, in Lighthouse's words. */
  readonly complaints: readonly string[];
}

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const METRICS = ["first-contentful-paint", "largest-contentful-paint", "interactive", "total-blocking-time"];

/** Runs Lighthouse on a page as a first-time visitor: with an empty profile, on a slow phone. */
export async function judge(url: string): Promise<LighthouseResult> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error("Chromium not found: run `npm run setup -- --browser`");
  const chrome = await launch({
    chromePath: chromium.path,
    envVars: { ...process.env, ...chromium.env },
    chromeFlags: ["--headless=new", "--disable-gpu", ...(chromium.sandbox ? [] : ["--no-sandbox"])],
    logLevel: "error",
  });
  try {
    const result = await lighthouse(url, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES });
    if (result === undefined) throw new Error("Lighthouse returned no result");
    const { audits, categories, runtimeError } = result.lhr;
    if (runtimeError !== undefined) throw new Error(`Lighthouse: ${runtimeError.message}`);
    const complaints = Object.values(categories).flatMap(({ auditRefs, id }) =>
      auditRefs.flatMap((reference) => {
        const audit = audits[reference.id];
        const isFault = reference.weight > 0 && audit !== undefined && audit.score !== null && audit.score < 1;
        return isFault ? [`${id}: ${audit.title} ${audit.displayValue ?? ""}`.trimEnd()] : [];
      }),
    );
    return {
      scores: Object.fromEntries(
        Object.values(categories).map(({ id, score }) => [id, Math.round((score ?? Number.NaN) * 100)]),
      ),
      times: Object.fromEntries(METRICS.map((id) => [id, Math.round(audits[id]?.numericValue ?? Number.NaN)])),
      complaints,
    };
  } finally {
    chrome.kill();
  }
}
