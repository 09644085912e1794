/** Tells the tabs of a browser whether one of them shows the room. */
export interface ShownRoom {
  /** Sets whether this tab shows the room. */
  show(isShown: boolean): void;
  /** Whether any tab shows it. */
  isShown(): Promise<boolean>;
}

/** @param locks of the browser. A closed tab, or one that crashed, holds none */
export function createShownRoom(room: string, locks: LockManager): ShownRoom {
  const name = `parley.shown.${room}`;
  let hide: (() => void) | undefined;
  return {
    show(isShown) {
      if (isShown === (hide !== undefined)) return;
      hide?.();
      hide = undefined;
      if (!isShown) return;
      const shown = new Promise<void>((resolve) => {
        hide = resolve;
      });
      void locks.request(name, { mode: "shared" }, () => shown);
    },
    async isShown() {
      const { held = [] } = await locks.query();
      return held.some((lock) => lock.name === name);
    },
  };
}
