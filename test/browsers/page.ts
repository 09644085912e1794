import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect } from "vitest";
import type { Modifier, Tab } from "./drivers/driver.ts";
import type { InPage, Target } from "./in-page.ts";

export type { Target } from "./in-page.ts";

/** The script that finds elements, for {@link Tab.evaluate}. */
const SCRIPT = build({
  entryPoints: [fileURLToPath(new URL("in-page.ts", import.meta.url))],
  bundle: true,
  write: false,
  format: "iife",
}).then(({ outputFiles: [file] }) => `(() => { ${file?.text} return true; })()`);

/** Wider than a tablet. */
const WIDE = { width: 1280, height: 900 };

/** A page in a browser. Actions wait until a user could do them. */
export class Page {
  readonly #tab: Tab;
  readonly #onTrouble: (trouble: string) => void;

  constructor(tab: Tab, onTrouble: (trouble: string) => void) {
    this.#tab = tab;
    this.#onTrouble = onTrouble;
  }

  async goto(url: string): Promise<void> {
    await this.#takeTroubles();
    await this.#tab.goto(url);
    await this.#tab.resize(WIDE.width, WIDE.height);
  }

  async reload(): Promise<void> {
    await this.#takeTroubles();
    await this.#tab.reload();
  }

  /** Shows the page in this size; it may load again. */
  async resize(width: number, height: number): Promise<void> {
    await this.#takeTroubles();
    await this.#tab.resize(width, height);
  }

  /** Evaluates an expression in the page. */
  evaluate(expression: string): Promise<unknown> {
    return this.#tab.evaluate(expression);
  }

  async click(target: Target): Promise<void> {
    const { x, y } = await this.#pointOf(target);
    await this.#tab.point(x, y, true);
  }

  async hover(target: Target): Promise<void> {
    const { x, y } = await this.#pointOf(target);
    await this.#tab.point(x, y, false);
  }

  async focus(target: Target): Promise<void> {
    await this.#tab.activate();
    await this.#until(target, () => this.#call("focus", target));
  }

  /** Presses a key. */
  press(key: string, modifier?: Modifier): Promise<void> {
    return this.#tab.press(key, modifier);
  }

  /** Types into the focused element. */
  type(text: string): Promise<void> {
    return this.#tab.type(text);
  }

  /** Replaces the text of a field by typing. */
  async fill(target: Target, text: string): Promise<void> {
    await this.focus(target);
    await this.press("a", "Control");
    if (text === "") await this.press("Backspace");
    else await this.type(text);
  }

  /** Chooses an option of a list by its label. */
  async choose(target: Target, label: string): Promise<void> {
    await this.#until(target, () => this.#call("choose", target, label));
  }

  /** Waits until the page shows an element. */
  async shows(target: Target): Promise<void> {
    await this.#until(target, async () => (await this.count(target)) > 0);
  }

  /** Waits until the page no longer shows an element. */
  async hides(target: Target): Promise<void> {
    await this.#until(target, async () => (await this.count(target)) === 0);
  }

  count(target: Target): Promise<number> {
    return this.#call("count", target);
  }

  texts(target: Target): Promise<string[]> {
    return this.#call("texts", target);
  }

  value(target: Target): Promise<string | null> {
    return this.#call("value", target);
  }

  /** The accessible name and the text of the focused element. */
  focused(): Promise<string> {
    return this.#call("focused");
  }

  screenshot(): Promise<Uint8Array> {
    return this.#tab.screenshot();
  }

  async close(): Promise<void> {
    await this.#takeTroubles();
    await this.#tab.close();
  }

  async #pointOf(target: Target): Promise<{ x: number; y: number }> {
    await this.#tab.activate();
    let point: { x: number; y: number } | null = null;
    await this.#until(target, async () => {
      point = await this.#call("pointOf", target);
      return point !== null;
    });
    return point ?? expect.unreachable();
  }

  async #until(target: Target, isSo: () => Promise<boolean>): Promise<void> {
    await expect.poll(isSo, { message: describe(target) }).toBe(true);
  }

  async #takeTroubles(): Promise<void> {
    for (const trouble of await this.#call("takeTroubles").catch(() => [])) this.#onTrouble(trouble);
  }

  /** Calls a function of in-page.ts in the page, which may have loaded again since the last call. */
  async #call<Name extends keyof InPage>(
    name: Name,
    ...values: Parameters<InPage[Name]>
  ): Promise<ReturnType<InPage[Name]>> {
    if (!(await this.#tab.evaluate("globalThis.parleyTest !== undefined"))) await this.#tab.evaluate(await SCRIPT);
    // The page runs in-page.ts, whose type this is.
    return (await this.#tab.evaluate(`parleyTest.${name}(${values.map(asCode).join(", ")})`)) as ReturnType<
      InPage[Name]
    >;
  }
}

/** A value as source code. */
function asCode(value: unknown): string {
  if (value instanceof RegExp) return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => `${JSON.stringify(key)}: ${asCode(field)}`)
    .join(", ")}}`;
}

function describe(target: Target): string {
  return asCode(target);
}
