/** A started browser. */
export interface Driver {
  /** Opens a tab in a new profile. */
  open(): Promise<Tab>;
  close(): Promise<void>;
}

/** A tab of a browser: what both drivers can do with one. */
export interface Tab {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Brings the tab to the front: only there can it have the focus. */
  activate(): Promise<void>;
  /** Evaluates an expression in the page, and returns its value, which is JSON. */
  evaluate(expression: string): Promise<unknown>;
  /** Moves the mouse to a point of the viewport, and clicks there if asked. */
  point(x: number, y: number, click: boolean): Promise<void>;
  /** Presses a key by its name in `KeyboardEvent.key`, with a modifier if asked. */
  press(key: string, modifier?: Modifier): Promise<void>;
  type(text: string): Promise<void>;
  /** Gives the open page a viewport of this size, in CSS pixels. The page may load again. */
  resize(width: number, height: number): Promise<void>;
  /** The viewport as a PNG. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<void>;
}

export type Modifier = "Shift" | "Control";
