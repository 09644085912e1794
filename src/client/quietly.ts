/**
 * Marks a promise's rejection as handled. Callers may ignore the promise, since the room's state shows failures as well, but
 * an unhandled rejection would end a Node process.
 */
export function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
