/**
 * A promise that nobody has to listen to: a rejection that is not handled ends a process, and what failed can be seen in
 * the room's state as well.
 */
export function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
