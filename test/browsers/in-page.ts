// Runs in the page under test, in any browser: finds elements as users and screen readers do.
import { computeAccessibleName, getRole, isInaccessible } from "dom-accessibility-api";

/** Describes elements. All given properties apply. */
export interface Target {
  readonly role?: string;
  /** The accessible name. */
  readonly name?: string | RegExp;
  readonly css?: string;
  /** The whole text of the element, without surrounding blanks. */
  readonly text?: string | RegExp;
  /** A part of the element's text. */
  readonly has?: string;
  /** An element that contains it. */
  readonly in?: Target;
}

/** The errors and warnings of a page since the first query, and all its requests. */
const troubles: string[] = [];

/** All visible elements that a target describes, in document order. */
function find(target: Target): Element[] {
  const all = target.in === undefined ? [...document.querySelectorAll("*")] : find(target.in).flatMap(withDescendants);
  const fitting = all.filter((element) => fits(element, target) && isVisible(element));
  // An ancestor with no other text has the same one.
  const isInnermost = (element: Element) => !fitting.some((other) => isWithin(other, element));
  return target.text === undefined ? fitting : fitting.filter(isInnermost);
}

function withDescendants(element: Element): Element[] {
  return [element, ...element.querySelectorAll("*")];
}

function isWithin(inner: Element, outer: Element): boolean {
  return inner !== outer && outer.contains(inner);
}

function fits(element: Element, { css, has, name, role, text }: Target): boolean {
  return (
    (css === undefined || element.matches(css)) &&
    (role === undefined || getRole(element) === role) &&
    (has === undefined || element.textContent.includes(has)) &&
    (text === undefined || matches(element.textContent.trim(), text)) &&
    (name === undefined || matches(computeAccessibleName(element), name))
  );
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text === wanted : wanted.test(text);
}

function isVisible(element: Element): boolean {
  return element.getClientRects().length > 0 && !isInaccessible(element);
}

/** The point to click on an element, unless it moves or another element covers it. */
function pointOf(target: Target): { x: number; y: number } | undefined {
  const element = find(target).at(-1);
  if (element === undefined || isMoving(element)) return undefined;
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
  const { height, left, top, width } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const hit = document.elementFromPoint(x, y);
  const isHit = hit !== null && (element.contains(hit) || hit.closest("label")?.control === element);
  return isHit ? { x, y } : undefined;
}

/** Whether an element, or one around it, is being animated. */
function isMoving(element: Element): boolean {
  return document
    .getAnimations()
    .some(({ effect }) => effect instanceof KeyframeEffect && effect.target?.contains(element));
}

/** What the tests call. */
const inPage = {
  count: (target: Target) => find(target).length,
  texts: (target: Target) => find(target).map(({ textContent }) => textContent),
  pointOf: (target: Target) => pointOf(target) ?? null,
  focus(target: Target) {
    const element = find(target).at(-1);
    if (element instanceof HTMLElement) element.focus();
    return element !== undefined && element === document.activeElement;
  },
  value(target: Target) {
    const element = find(target).at(-1);
    return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.value : null;
  },
  /** Chooses an option of a list by its label, as a user's choice. */
  choose(target: Target, label: string) {
    const list = find(target).at(-1);
    if (!(list instanceof HTMLSelectElement)) return false;
    const option = [...list.options].find((option) => option.label === label);
    if (option === undefined) return false;
    list.value = option.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  },
  /** The accessible name and the text of the focused element. */
  focused() {
    const { activeElement } = document;
    return activeElement === null ? "" : `${computeAccessibleName(activeElement)} ${activeElement.textContent}`.trim();
  },
  takeTroubles: () => troubles.splice(0),
};

export type InPage = typeof inPage;

declare global {
  var parleyTest: InPage | undefined;
}

globalThis.parleyTest = inPage;

for (const level of ["error", "warn"] as const) {
  const original = console[level].bind(console);
  console[level] = (...parts: unknown[]) => {
    troubles.push(parts.join(" "));
    original(...parts);
  };
}
addEventListener("error", ({ message }) => troubles.push(`threw ${message}`));
addEventListener("unhandledrejection", ({ reason }) => troubles.push(`threw ${reason}`));
document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) =>
  troubles.push(`${effectiveDirective} blocks ${blockedURI}`),
);
new PerformanceObserver((list) => {
  troubles.push(...list.getEntries().map(({ name }) => `asked ${name}`));
}).observe({ type: "resource", buffered: true });
