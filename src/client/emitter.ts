/** Calls listeners by event type. */
export class Emitter<Events> {
  readonly #listeners: { [Type in keyof Events]?: Set<(event: Events[Type]) => void> } = {};

  /** @returns removes the listener */
  on<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): () => void {
    // Wrapped, so that the same function can be added twice.
    const wrapped = (event: Events[Type]) => listener(event);
    const listeners = this.#listeners[type] ?? new Set();
    this.#listeners[type] = listeners;
    listeners.add(wrapped);
    return () => void listeners.delete(wrapped);
  }

  /**
   * An error without a listener goes to the console, so that no program fails in silence.
   *
   * A listener that throws doesn't affect the others. Its error is reported as uncaught, as for DOM events.
   */
  emit<Type extends keyof Events>(type: Type, event: Events[Type]): void {
    const listeners = [...(this.#listeners[type] ?? [])];
    // biome-ignore lint/suspicious/noConsole: nothing else would show it
    if (type === "error" && listeners.length === 0) console.error(event);
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
