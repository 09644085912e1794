/** A JSON value with placeholders. */
export type Template = null | boolean | number | string | readonly Template[] | { readonly [field: string]: Template };

/** What the placeholders of a case stand for, by name. */
export type Bindings = Map<string, unknown>;

const NAME = /^\$([\w.]+)$/;
const WITHIN = /\$\{([\w.]+)\}/g;

/**
 * Replaces placeholders by their meaning: `"$name"` by the value, `${name}` within a text by its text, and
 * `{"$repeat": ["x", 3]}` by `"xxx"`.
 *
 * @throws for a name that nothing was captured under
 */
export function fill(template: Template, bindings: Bindings): unknown {
  if (typeof template === "string") {
    const [, name] = NAME.exec(template) ?? [];
    if (name !== undefined) return capturedAs(name, bindings);
    return template.replaceAll(WITHIN, (_, within: string) => String(capturedAs(within, bindings)));
  }
  if (typeof template !== "object" || template === null) return template;
  if (isList(template)) return template.map((item) => fill(item, bindings));
  const { $repeat: repeat } = template;
  if (typeof repeat === "object" && repeat !== null && isList(repeat))
    return String(repeat[0]).repeat(Number(repeat[1]));
  return Object.fromEntries(Object.entries(template).map(([field, value]) => [field, fill(value, bindings)]));
}

/**
 * Compares a value with a template. `"$any"` stands for any value, `"$absent"` for none, and `"$name"` for any value the
 * first time, and for the same one from then on. An object may have further fields, because clients ignore what they don't
 * know; a list may not have further items.
 *
 * @returns what differs; `undefined` if nothing does
 */
export function difference(
  template: Template | undefined,
  actual: unknown,
  bindings: Bindings,
  at = "",
): string | undefined {
  if (template === "$absent") return actual === undefined ? undefined : `${at}: ${show(actual)} instead of nothing`;
  if (actual === undefined) return `${at}: missing`;
  if (template === "$any") return undefined;
  if (typeof template === "string") {
    const [, name] = NAME.exec(template) ?? [];
    if (name !== undefined && !bindings.has(name)) {
      bindings.set(name, actual);
      return undefined;
    }
  }
  if (typeof template === "object" && template !== null && isList(template)) {
    if (!Array.isArray(actual)) return `${at}: ${show(actual)} instead of a list`;
    if (actual.length !== template.length) return `${at}: ${actual.length} items instead of ${template.length}`;
    return firstOf(template.map((item, index) => () => difference(item, actual[index], bindings, `${at}[${index}]`)));
  }
  if (typeof template === "object" && template !== null && !("$repeat" in template)) {
    if (typeof actual !== "object" || actual === null) return `${at}: ${show(actual)} instead of an object`;
    const fields = new Map(Object.entries(actual));
    return firstOf(
      Object.entries(template).map(
        ([field, value]) =>
          () =>
            difference(value, fields.get(field), bindings, `${at}.${field}`),
      ),
    );
  }
  const expected = template === undefined ? undefined : fill(template, bindings);
  return Object.is(actual, expected) || JSON.stringify(actual) === JSON.stringify(expected)
    ? undefined
    : `${at}: ${show(actual)} instead of ${show(expected)}`;
}

function capturedAs(name: string, bindings: Bindings): unknown {
  if (!bindings.has(name)) throw new Error(`nothing was captured as ${name}`);
  return bindings.get(name);
}

/** Stops at the first difference, so that nothing is captured after it. */
function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}

function isList(template: object): template is readonly Template[] {
  return Array.isArray(template);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
