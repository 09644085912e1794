import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Minimum CSS pixels of a target in each direction (WCAG 2.2, 2.5.8). */
const MIN_TARGET_PX = 24;

/** Elements that cover the rest of the page. */
const COVER = ":popover-open, [role=listbox]";

/**
 * Fails if axe finds a violation.
 *
 * @param colors whose colors they are: the system's are the user's own choice, so contrast is not judged
 */
export async function expectNoViolations(page: Page, colors: "page" | "system" = "page"): Promise<void> {
  // While a dialog is open, the rest of the page is inert and dimmed.
  const isModal = (await page.locator("dialog[open]").count()) > 0;
  // An element that is half covered cannot be judged either; uncovered, it is the same.
  const isCovered = (await page.locator(COVER).count()) > 0;
  const { incomplete, violations } = await new AxeBuilder({ page })
    .include(isModal ? "dialog[open]" : isCovered ? COVER : "html")
    .disableRules(colors === "page" ? [] : ["color-contrast"])
    // Otherwise it opens another page, to combine the results of frames.
    .setLegacyMode(page.frames().length === 1)
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  // Colors that axe cannot judge would pass. It never can above a backdrop, as under dialogs and lists; their colors
  // are those of the join page.
  if (isModal || isCovered) return;
  const unjudged = incomplete.filter(({ id }) => id === "color-contrast").flatMap(({ nodes }) => nodes);
  expect(
    unjudged.map(({ any, target }) => [target, any.map(({ message, relatedNodes }) => [message, relatedNodes])]),
  ).toEqual([]);
}

/** Fails if a button with a background has no border when the system removes the background. */
export async function expectEdges(page: Page): Promise<void> {
  const bare = await page.evaluate(() =>
    [...document.querySelectorAll(".button:not(.button-quiet), .reaction")]
      .filter((element) => element.checkVisibility() && getComputedStyle(element).borderTopStyle === "none")
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  expect(bare).toEqual([]);
}

/** Fails if something is wider than its container and needs sideways scrolling (WCAG 1.4.10). */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("html, body, main, header, .log, form, dialog[open], :popover-open")]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => `${element.tagName} ${element.className}`),
  );
  expect(wide).toEqual([]);
}

/** Fails if a control is too small to hit (WCAG 2.5.8). Links within text may be as high as their line. */
export async function expectLargeTargets(page: Page): Promise<void> {
  const small = await page.evaluate((least) => {
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
    return [...document.querySelectorAll("a[href], button, input, textarea, select, summary, [tabindex='0']")]
      .filter((element) => isShown(element) && element.closest(".text") === null)
      .map((element) => {
        // An input that is visually hidden inside its label is hit through the label.
        const target = element.matches("input") ? (element.closest("label") ?? element) : element;
        const { height, width } = target.getBoundingClientRect();
        return { height, width, html: element.outerHTML.slice(0, 120) };
      })
      .filter(({ height, width }) => height < least || width < least);
  }, MIN_TARGET_PX);
  expect(small).toEqual([]);
}

/**
 * Tabs through everything focusable, and fails if a focus is invisible (WCAG 2.4.7), has no name, or is covered
 * (2.4.11). Returns the names in order.
 */
export async function tabThrough(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  const names: string[] = [];
  for (let count = 0; ; count += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate((mark) => {
      const { activeElement: element } = document;
      if (!(element instanceof HTMLElement) || element === document.body) return undefined;
      const known = element.dataset.tabbed;
      element.dataset.tabbed ??= String(mark);
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { bottom, left, right, top } = element.getBoundingClientRect();
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return {
        known,
        html: element.outerHTML.slice(0, 120),
        isOutlined: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
        isInView: hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest("label") !== null),
        name: element.ariaLabel ?? element.textContent?.trim() ?? "",
      };
    }, count);
    // The last element had the focus; next comes the browser itself, and then the first element.
    if (found === undefined && count === 0) continue;
    if (found === undefined || found.known !== undefined) return names;
    expect(found, found.html).toMatchObject({ isOutlined: true, isInView: true });
    names.push(found.name);
  }
}
