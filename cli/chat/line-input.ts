import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from "node:readline";
import { print } from "../text/print.ts";

/**
 * Lines that a person types or a program writes, while other lines are printed.
 *
 * In a terminal, a line that is printed while the person types goes above what is typed. The cursor moves only for that,
 * and for editing the line. Without a terminal, and in one that can't move its cursor, lines are printed and nothing else.
 */
export class LineInput implements AsyncIterable<string> {
  readonly #lines: Interface;
  readonly #isEditing: boolean;

  constructor() {
    const { stdin, stdout } = process;
    this.#isEditing = stdin.isTTY && stdout.isTTY && process.env.TERM !== "dumb";
    this.#lines = this.#isEditing
      ? createInterface({ input: stdin, output: stdout, terminal: true, prompt: "" })
      : createInterface({ input: stdin, terminal: false });
    this.#lines.on("SIGINT", () => {
      // Gives the terminal back before the program ends as if there was no editor.
      this.close();
      process.kill(process.pid, "SIGINT");
    });
    // Back from Ctrl+Z.
    this.#lines.on("SIGCONT", () => this.#lines.prompt(true));
  }

  [Symbol.asyncIterator](): AsyncIterator<string> {
    return this.#lines[Symbol.asyncIterator]();
  }

  print(text: string): void {
    const isTyping = this.#isEditing && this.#lines.line !== "";
    if (isTyping) this.#clear();
    print(text);
    if (isTyping) this.#lines.prompt(true);
  }

  /** Ends the lines. */
  close(): void {
    this.#lines.close();
  }

  /** Takes the line that is being typed off the screen. It may have several rows. */
  #clear(): void {
    moveCursor(process.stdout, 0, -this.#lines.getCursorPos().rows);
    cursorTo(process.stdout, 0);
    clearScreenDown(process.stdout);
    // Node would move up by the rows that the line had.
    Object.assign(this.#lines, { prevRows: 0 });
  }
}
