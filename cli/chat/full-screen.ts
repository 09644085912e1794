import { Box, render, Text, useCursor, useInput, usePaste, useWindowSize } from "ink";
import { createElement as h, type ReactElement, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { type RoomClient, RoomError, view } from "../../src/client/index.ts";
import { cleanText } from "../../src/page/model/clean-text.ts";
import { editorOf } from "./editor.ts";
import { actionsOf } from "./keys.ts";
import { type Line, lineText } from "./line.ts";
import { logItems } from "./log-lines.ts";
import { followPeople } from "./notes.ts";
import { refusal } from "./refusal.ts";
import { emojiNamed, type Outcome, runCommand, sendOptions } from "./run-command.ts";
import { draw, logColumns, type Screen } from "./screen.ts";
import { TerminalInput, typedAhead } from "./terminal-input.ts";
import { FIRST_UI, givenBack, type Mode, type Ui } from "./ui.ts";
import { type Action, type Effect, update } from "./update.ts";

export interface FullScreenOptions {
  /** The server, for the addresses of files. */
  readonly url: URL;
  readonly hasColor: boolean;
  readonly hasMouse: boolean;
  /** `seq` of the last message that the person has seen. */
  readonly readTo: number | undefined;
}

/** Milliseconds between two looks at the clock while the connection is away. */
const TICK_MS = 1_000;

/** Clears the screen, and moves the cursor to its start. */
const CLEAR = "\u001b[2J\u001b[H";

/** Milliseconds of an empty screen before it is drawn again: more than a frame of Ink's. */
const BLANK_MS = 60;

/**
 * Shows a room on the whole terminal, until the person leaves.
 *
 * @returns `seq` of the last message that was on the screen
 */
export async function showFullScreen(client: RoomClient, options: FullScreenOptions): Promise<number | undefined> {
  const chat = new Chat(client, options, await typedAhead(process.stdin));
  const input = new TerminalInput(process.stdin, process.stdout, options.hasMouse, (action) => chat.act(action));
  const app = render(h(App, { chat }), {
    stdin: input.stream,
    exitOnCtrlC: false,
    patchConsole: false,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
  });
  chat.redraw = () => {
    app.clear();
    process.stdout.write(CLEAR);
    chat.blank(true);
    // Ink writes nothing for a frame like the one before: the empty one comes between.
    setTimeout(() => chat.blank(false), BLANK_MS);
  };
  const resume = () => {
    input.start();
    chat.redraw();
  };
  chat.suspend = () => {
    input.suspend();
    // The whole job, as a terminal does it. Without a shell that knows jobs, nothing stops, and the room is shown again.
    process.kill(0, "SIGTSTP");
    setTimeout(resume, BLANK_MS);
  };
  process.on("SIGCONT", resume);
  try {
    await chat.ended;
  } finally {
    process.off("SIGCONT", resume);
    app.unmount();
    await app.waitUntilExit();
    input.stop();
  }
  return chat.ui.isFocused ? client.state.messages.at(-1)?.seq : chat.ui.readTo;
}

/** The state of the screen, and what its person does to the room. */
class Chat {
  readonly client: RoomClient;
  readonly options: FullScreenOptions;
  readonly ended: Promise<void>;
  /** The screen that is shown; set by whoever draws it. */
  screen: Screen | undefined;
  /** Draws everything again, over what other programs wrote. */
  redraw = (): void => {};
  /** Stops the program, until the shell's `fg`. */
  suspend = (): void => {};
  #ui: Ui;
  #end = (): void => {};
  readonly #listeners = new Set<() => void>();

  constructor(client: RoomClient, options: FullScreenOptions, draft: string) {
    this.client = client;
    this.options = options;
    this.#ui = { ...FIRST_UI, editor: editorOf(draft), readTo: options.readTo };
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    followPeople(client, (notes) => this.#set({ notes }));
    client.on("error", (error) => this.#report(error));
  }

  get ui(): Ui {
    return this.#ui;
  }

  readonly getUi = (): Ui => this.#ui;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows an empty screen, or the room again. */
  blank(isBlank: boolean): void {
    this.#set({ isBlank });
  }

  act(action: Action): void {
    const { client, screen } = this;
    if (screen === undefined) return;
    const { effects, ui } = update(this.#ui, action, { state: client.state, screen });
    this.#set(ui);
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    const { client } = this;
    switch (effect.type) {
      case "send": {
        const { replyTo, text } = effect;
        const mode: Mode = replyTo === undefined ? { kind: "write" } : { kind: "reply", seq: replyTo };
        this.#watchText(client.send(text, sendOptions(client.state, text, replyTo)), text, mode);
        return;
      }
      case "edit":
        this.#watchText(client.edit(effect.seq, effect.text), effect.text, {
          kind: "edit",
          seq: effect.seq,
          draft: this.#ui.editor,
        });
        return;
      case "delete":
        this.#watch(client.delete(effect.seq));
        return;
      case "react":
        this.#watch(client.toggleReaction(effect.seq, emojiNamed(effect.emoji)));
        return;
      case "command":
        void this.#watchCommand(effect.text, effect.replyTo);
        return;
      case "typing":
        client.typing(effect.isTyping);
        return;
      case "loadOlder":
        this.#watch(client.loadOlder().finally(() => this.#set({ isLoadingOlder: false })));
        return;
      case "redraw":
        this.redraw();
        return;
      case "suspend":
        this.suspend();
        return;
      case "quit":
        this.#end();
        return;
    }
  }

  #show(outcome: Outcome | undefined): void {
    if (outcome === undefined) return;
    if (outcome.kind === "quit") this.#end();
    else if (outcome.kind === "said")
      this.#set({ feedback: { text: outcome.text, isError: outcome.isError ?? false } });
    else this.#set({ overlay: { title: outcome.title, lines: outcome.lines, top: 0 } });
  }

  /** Gives a text back that the room refused, unless it waits in the log for /retry, with its error beside it. */
  #watchText(work: Promise<unknown>, text: string, mode: Mode): void {
    const before = this.#failedTexts();
    work.catch((error: unknown) => {
      if (!(error instanceof RoomError)) throw error;
      if (this.#failedTexts() > before || error.code === "closed" || error.code === "discarded") return;
      this.#giveBack(text, mode, refusal(error, text, this.client.state));
    });
  }

  async #watchCommand(text: string, replyTo: number | undefined): Promise<void> {
    const mode: Mode = replyTo === undefined ? { kind: "write" } : { kind: "reply", seq: replyTo };
    const before = this.#failedTexts();
    try {
      this.#show(await runCommand(this.client, text, replyTo));
    } catch (error) {
      // Another command is quickly typed again, and the next one must not be added to it.
      const hasText = /^\/(?:reply|edit)\s/i.test(text);
      if (!hasText || !(error instanceof RoomError) || error.code === "closed") return this.#report(error);
      if (this.#failedTexts() <= before) this.#giveBack(text, mode, refusal(error, text, this.client.state));
    }
  }

  #failedTexts(): number {
    return this.client.state.pending.filter(({ state }) => state === "failed").length;
  }

  #giveBack(text: string, mode: Mode, why: string): void {
    this.#set(givenBack(this.#ui, text, mode, why));
  }

  #watch(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#report(error));
  }

  #report(error: unknown): void {
    if (!(error instanceof RoomError)) throw error;
    // The client shows what it still tries to mend in its status.
    if (error.code === "closed" || error.code === "superseded") return;
    this.#set({ feedback: { text: error.message, isError: true } });
  }

  #set(change: Partial<Ui>): void {
    this.#ui = { ...this.#ui, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function App({ chat }: { readonly chat: Chat }): ReactElement {
  const { client, options } = chat;
  const size = useWindowSize();
  const state = useSyncExternalStore(client.subscribe, client.getState);
  const ui = useSyncExternalStore(chat.subscribe, chat.getUi);
  const now = useClock(state.status.state === "reconnecting");
  const { setCursorPosition } = useCursor();
  const columns = logColumns(size);
  const { isLoadingOlder, notes, readTo } = ui;
  const { more, self } = state;
  const seen = view(state);
  const items = useMemo(
    () =>
      logItems({
        view: seen,
        notes,
        self: self?.uid,
        readTo,
        hasMore: more,
        isLoadingOlder,
        columns,
        url: options.url,
      }),
    [seen, notes, self?.uid, readTo, more, isLoadingOlder, columns, options.url],
  );
  const screen = draw({ state, ui, items, size, now });
  chat.screen = screen;
  setCursorPosition(screen.cursor);
  useInput((input, key) => {
    for (const action of actionsOf(input, key)) chat.act(action);
  });
  usePaste((text) => chat.act({ type: "paste", text: cleanText(text) }));
  return h(
    Box,
    { flexDirection: "column", width: size.columns, height: size.rows },
    screen.lines.map((line, row) => h(Row, { key: row, line: ui.isBlank ? [] : line, hasColor: options.hasColor })),
  );
}

function Row({ hasColor, line }: { readonly line: Line; readonly hasColor: boolean }): ReactElement {
  const spans = line.map(({ bold = false, color, dim = false, inverse = false, text }, index) =>
    h(Text, { key: index, bold, dimColor: dim, inverse, ...(hasColor && color !== undefined ? { color } : {}) }, text),
  );
  // An empty line takes a row as well.
  return h(Text, { wrap: "truncate-end" }, lineText(line) === "" ? " " : spans);
}

/** The time, which goes on while something counts down. */
function useClock(isRunning: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return isRunning ? now : Date.now();
}
