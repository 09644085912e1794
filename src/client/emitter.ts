/** Tells listeners of what happens, by type. */
export class Emitter<Events> {
  readonly #listeners: { [Type in keyof Events]?: Set<(event: Events[Type]) => void> } = {};

  /** @returns a function that takes the listener away */
  on<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): () => void {
    // A set of its own for each call: the same function may listen twice.
    const own = (event: Events[Type]) => listener(event);
    const listeners = this.#listeners[type] ?? new Set();
    this.#listeners[type] = listeners;
    listeners.add(own);
    return () => void listeners.delete(own);
  }

  /** A listener that throws keeps nobody else from hearing; its error is reported as uncaught, as the platform's is. */
  emit<Type extends keyof Events>(type: Type, event: Events[Type]): void {
    for (const listener of [...(this.#listeners[type] ?? [])]) {
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
