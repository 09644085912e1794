import { createInterface, type Interface } from "node:readline";
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
    const { cursor, line } = this.#lines;
    const isTyping = this.#isEditing && line !== "";
    if (isTyping) this.#show("", 0);
    print(text);
    if (isTyping) this.#show(line, cursor);
  }

  /** Ends the lines. */
  close(): void {
    this.#lines.close();
  }

  /** Draws the line that is being typed. Node lets a program change it, but its types don't. */
  #show(line: string, cursor: number): void {
    Object.assign(this.#lines, { line, cursor });
    this.#lines.prompt(true);
  }
}
