/**
 * The fields of an object besides those that are known. Most objects have no others, and a loop makes no object of them.
 *
 * @returns `undefined` if there are none
 */
export function otherFields(object: object, known: ReadonlySet<string>): object | undefined {
  for (const field in object) {
    if (known.has(field)) continue;
    return Object.fromEntries(Object.entries(object).filter(([one]) => !known.has(one)));
  }
  return undefined;
}
