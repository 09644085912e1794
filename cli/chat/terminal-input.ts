import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { ReadStream } from "node:tty";
import { cleanText } from "../../src/page/model/clean-text.ts";
import { KeyJoiner } from "./key-joiner.ts";
import { type Action, WHEEL_LINES } from "./update.ts";

/** Asks for presses and the wheel of the mouse in numbers that fit any terminal, and for the focus. */
const START = "\u001b[?1000h\u001b[?1006h\u001b[?1004h";
const STOP = "\u001b[?1000l\u001b[?1006l\u001b[?1004l";

/** Without it, a line that the terminal counts as wider than we do is cut and not continued on the next one. */
const NO_WRAP = "\u001b[?7l";
const WRAP = "\u001b[?7h";

/** The screen beside the one of the shell. Ink switches to it once, at the start. */
const ALTERNATE_SCREEN = "\u001b[?1049h\u001b[?2004h";

/** The screen of the shell, with its cursor. */
const SHELL_SCREEN = "\u001b[?2004l\u001b[?1049l\u001b[?25h";

/** Reports of the mouse and of the focus. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal sends them so
const REPORT = /\u001b\[(?:<(\d+);(\d+);(\d+)([Mm])|([IO]))/g;

/** A key that is no character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal sends them so
const SEQUENCE = /\u001b(?:\[[\d;?<]*[A-Za-z~]|O.)?/g;

/** Milliseconds for what the terminal has kept until now. */
const TYPE_AHEAD_MS = 30;

/** The start of a report, whose rest comes with the next bytes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal sends them so
const INCOMPLETE = /\u001b\[<[\d;]*$/;

/** Bytes of the longest start that waits for its rest. */
const MAX_INCOMPLETE = 32;

/** The keys of a terminal, with the mouse and the focus taken out. */
export class TerminalInput {
  /** What Ink reads instead of the terminal. */
  readonly stream: ReadStream;
  readonly #terminal: ReadStream;
  readonly #output: NodeJS.WriteStream;
  readonly #hasMouse: boolean;
  readonly #joiner: KeyJoiner;
  readonly #forward = (chunk: string): void => this.#joiner.take(chunk);
  #isRaw = false;
  readonly #restore = (): void => {
    this.#output.write((this.#hasMouse ? STOP : "") + WRAP);
  };

  /** @param acted called for each turn of the wheel, click and change of focus */
  constructor(terminal: ReadStream, output: NodeJS.WriteStream, hasMouse: boolean, acted: (action: Action) => void) {
    const split = reportSplitter(acted);
    const keys = new PassThrough();
    this.#joiner = new KeyJoiner({
      pass: (chunk) => {
        const rest = split(chunk);
        if (rest !== "") keys.write(rest);
      },
      // Ink would take it for Alt with the next key.
      escape: () => acted({ type: "escape" }),
    });
    terminal.setEncoding("utf8");
    terminal.on("data", this.#forward);
    // A question before may have paused it.
    terminal.resume();
    // Ink uses nothing else of a terminal.
    this.stream = Object.assign(keys, {
      isTTY: true as const,
      isRaw: false,
      setRawMode: (mode: boolean) => {
        terminal.setRawMode(mode);
        this.#isRaw = mode;
        return this.stream;
      },
      ref: () => {
        terminal.ref();
        return this.stream;
      },
      unref: () => {
        terminal.unref();
        return this.stream;
      },
    }) as unknown as ReadStream;
    this.#terminal = terminal;
    this.#output = output;
    this.#hasMouse = hasMouse;
    this.start();
    // A crash must not leave a terminal that writes reports of the mouse into the shell.
    process.once("exit", this.#restore);
  }

  /** Sets the terminal up; again after another program had it. */
  start(): void {
    if (this.#isRaw) {
      this.#terminal.setRawMode(false).setRawMode(true);
      this.#output.write(ALTERNATE_SCREEN);
    }
    this.#output.write(NO_WRAP + (this.#hasMouse ? START : ""));
  }

  /** Hands the terminal to the shell, until {@link start}. */
  suspend(): void {
    this.#restore();
    this.#output.write(SHELL_SCREEN);
    this.#terminal.setRawMode(false);
  }

  /** Leaves the terminal as it was. */
  stop(): void {
    process.off("exit", this.#restore);
    this.#restore();
    this.#terminal.off("data", this.#forward);
    this.#joiner.stop();
    this.#terminal.pause();
  }
}

/** Takes what was typed before the screen is up: a draft, and never a command. */
export async function typedAhead(terminal: ReadStream): Promise<string> {
  const chunks: string[] = [];
  const take = (chunk: string | Buffer) => chunks.push(chunk.toString());
  terminal.setEncoding("utf8");
  terminal.setRawMode(true);
  terminal.on("data", take).resume();
  await sleep(TYPE_AHEAD_MS);
  terminal.off("data", take);
  return draftOf(chunks.join(""));
}

/** The text among keys. */
export function draftOf(keys: string): string {
  return cleanText(keys.replace(SEQUENCE, "").replaceAll("\r", "\n")).trim();
}

/** Takes reports out of chunks, which may end within one. */
export function reportSplitter(acted: (action: Action) => void): (chunk: string) => string {
  let waiting = "";
  return (chunk) => {
    const whole = waiting + chunk;
    const start = INCOMPLETE.exec(whole);
    const isSplit = start !== null && whole.length - start.index < MAX_INCOMPLETE;
    waiting = isSplit ? whole.slice(start.index) : "";
    const complete = isSplit ? whole.slice(0, start.index) : whole;
    return complete.replace(REPORT, (_, button, x, y, end, focus) => {
      const action =
        focus === undefined ? mouseAction(Number(button), Number(x), Number(y), end === "M") : focusAction(focus);
      if (action !== undefined) acted(action);
      return "";
    });
  };
}

function focusAction(letter: string): Action {
  return { type: "focus", isFocused: letter === "I" };
}

/** @param x from 1, as terminals count */
function mouseAction(button: number, x: number, y: number, isPressed: boolean): Action | undefined {
  if (!isPressed) return undefined;
  if (button === 64) return { type: "scroll", lines: -WHEEL_LINES };
  if (button === 65) return { type: "scroll", lines: WHEEL_LINES };
  return button === 0 ? { type: "click", x: x - 1, y: y - 1 } : undefined;
}
