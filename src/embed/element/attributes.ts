/** Attributes that are texts, and have a property of the same name. */
const TEXTS = ["room", "server", "theme", "name", "mode", "loading", "persist", "consent", "label"];
/** Properties of attributes that are there or not. */
const FLAGS = ["readOnly", "compact"];

/**
 * Gives an element a property for each attribute, as frameworks expect: a text or a boolean.
 *
 * @returns the attributes to observe
 */
export function reflect(prototype: HTMLElement): readonly string[] {
  const attributes = ["lang"];
  for (const name of [...TEXTS, ...FLAGS]) {
    const attribute = name.toLowerCase();
    const isFlag = FLAGS.includes(name);
    attributes.push(attribute);
    Object.defineProperty(prototype, name, {
      get(this: HTMLElement) {
        return isFlag ? this.hasAttribute(attribute) : (this.getAttribute(attribute) ?? "");
      },
      set(this: HTMLElement, value: string | boolean | null | undefined) {
        if (typeof value === "string" && !isFlag) this.setAttribute(attribute, value);
        else this.toggleAttribute(attribute, Boolean(value));
      },
    });
  }
  return attributes;
}
