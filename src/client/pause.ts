/** A wait that can be cut short. */
export interface Pause {
  /**
   * Waits; a wait that is still under way ends at once.
   *
   * @param ms milliseconds
   */
  wait(ms: number): Promise<void>;
  /** Ends the wait that is under way, if there is one. */
  cut(): void;
}

export function createPause(): Pause {
  let end: (() => void) | undefined;
  const cut = () => end?.();
  return {
    wait(ms) {
      cut();
      return new Promise((resolve) => {
        const timer = setTimeout(() => end?.(), ms);
        end = () => {
          clearTimeout(timer);
          end = undefined;
          resolve();
        };
      });
    },
    cut,
  };
}
