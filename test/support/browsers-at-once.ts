/** Files of browser tests that run at a time, each with a browser of its own: as many as keep two cores busy. */
export const BROWSERS_AT_ONCE = 2;
