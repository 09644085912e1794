import { execFileSync, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 100;
/** Milliseconds after which something isn't coming. Not a measure of speed. */
const WITHIN_MS = 60_000;

/** @throws Error if there is no tmux */
export function requireTmux(): void {
  if (spawnSync("tmux", ["-V"]).error !== undefined) throw new Error("This test needs tmux: apt install tmux");
}

export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  readonly env: Readonly<Record<string, string>>;
}

let terminals = 0;

/** A real terminal, in which a program runs. */
export class Terminal {
  readonly #socket = `parley-${process.pid}-${++terminals}`;

  constructor(command: readonly string[], { columns, env, rows }: TerminalOptions) {
    const vars = Object.entries(env).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    const size = ["-x", `${columns}`, "-y", `${rows}`];
    this.#tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      ...size,
      ...vars,
      ...command,
      ";",
      "set",
      "remain-on-exit",
      "on",
    );
  }

  /** Types a text, as one piece. */
  type(text: string): void {
    this.#tmux("send-keys", "-l", "--", text);
  }

  /** Presses keys, by tmux's names. */
  press(...keys: string[]): void {
    this.#tmux("send-keys", "--", ...keys);
  }

  /** Pastes a text, in brackets if the program asked for them. */
  paste(text: string): void {
    this.#tmux("set-buffer", text);
    this.#tmux("paste-buffer", "-p");
  }

  resize(columns: number, rows: number): void {
    this.#tmux("resize-window", "-x", `${columns}`, "-y", `${rows}`);
  }

  /** The lines of the screen, without blanks at their ends. */
  screen(): string[] {
    return this.#tmux("capture-pane", "-p").split("\n").slice(0, -1);
  }

  /** The screen with its colors. */
  styled(): string {
    return this.#tmux("capture-pane", "-p", "-e");
  }

  /** A value of the terminal, by tmux's name for it. */
  value(name: string): string {
    return this.#tmux("display-message", "-p", `#{${name}}`).trim();
  }

  /** Records all bytes that the program writes from now on. */
  record(file: string): void {
    this.#tmux("pipe-pane", "-o", `cat > '${file}'`);
  }

  /**
   * Waits until the screen shows something.
   *
   * @throws Error with the screen
   */
  async shows(pattern: RegExp): Promise<string> {
    return this.until(`the screen to show ${pattern}`, () => pattern.test(this.screen().join("\n")));
  }

  /** The exit code of the program, once it has ended. */
  async ended(): Promise<number> {
    await this.until("the program to end", () => this.value("pane_dead") === "1");
    return Number(this.value("pane_dead_status"));
  }

  async until(what: string, isSo: () => boolean): Promise<string> {
    for (const end = Date.now() + WITHIN_MS; Date.now() < end; await sleep(POLL_MS)) {
      if (isSo()) return this.screen().join("\n");
    }
    throw new Error(`Waited for ${what}:\n${this.screen().join("\n")}`);
  }

  close(): void {
    spawnSync("tmux", ["-L", this.#socket, "kill-server"]);
  }

  #tmux(...args: string[]): string {
    return execFileSync("tmux", ["-L", this.#socket, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
  }
}
