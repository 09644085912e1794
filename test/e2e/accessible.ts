import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** CSS pixels that a target has each way (WCAG 2.2, 2.5.8). */
const MIN_TARGET_PX = 24;

/** What lies over the rest of the page. */
const COVER = ":popover-open, [role=listbox]";

/**
 * Fails where axe finds anything.
 *
 * @param colors whose they are: the system's are the reader's own choice, and not the page's to be judged by
 */
export async function expectNoViolations(page: Page, colors: "page" | "system" = "page"): Promise<void> {
  // Behind an open dialog everything is inert, and shaded.
  const isModal = (await page.locator("dialog[open]").count()) > 0;
  // Nor can be judged what lies half under something; it is the same as without that.
  const isCovered = (await page.locator(COVER).count()) > 0;
  const { incomplete, violations } = await new AxeBuilder({ page })
    .include(isModal ? "dialog[open]" : isCovered ? COVER : "html")
    .disableRules(colors === "page" ? [] : ["color-contrast"])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  // Colours that axe could not judge would count as good. It never can above a backdrop, which dialogs and lists have;
  // theirs are the entrance's.
  if (!isModal && !isCovered) expect(incomplete.map(({ id }) => id)).not.toContain("color-contrast");
}

/** Fails where a button that has a ground of its own has no edge when the system takes that ground away. */
export async function expectEdges(page: Page): Promise<void> {
  const bare = await page.evaluate(() =>
    [...document.querySelectorAll(".button:not(.button-quiet), .reaction")]
      .filter((element) => element.checkVisibility() && getComputedStyle(element).borderTopStyle === "none")
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  expect(bare).toEqual([]);
}

/** Fails where something is wider than what it stands in, and has to be scrolled sideways (WCAG 1.4.10). */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("html, body, main, header, .log, form, dialog[open], :popover-open")]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => `${element.tagName} ${element.className}`),
  );
  expect(wide).toEqual([]);
}

/** Fails where a control is too small to be hit (WCAG 2.5.8). Links within a text are as high as its line. */
export async function expectLargeTargets(page: Page): Promise<void> {
  const small = await page.evaluate((least) => {
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
    return [...document.querySelectorAll("a[href], button, input, textarea, select, summary, [tabindex='0']")]
      .filter((element) => isShown(element) && element.closest(".text") === null)
      .map((element) => {
        // What is hidden from the eye and lies in its label is hit with the label.
        const target = element.matches("input") ? (element.closest("label") ?? element) : element;
        const { height, width } = target.getBoundingClientRect();
        return { height, width, html: element.outerHTML.slice(0, 120) };
      })
      .filter(({ height, width }) => height < least || width < least);
  }, MIN_TARGET_PX);
  expect(small).toEqual([]);
}

/**
 * Goes through everything that can be focused, with the Tab key, and fails where that cannot be seen (WCAG 2.4.7), has no
 * name, or lies under something else (2.4.11). Returns the names in their order.
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
    // What had the focus was the last one; the browser itself comes next, and then the first.
    if (found === undefined && count === 0) continue;
    if (found === undefined || found.known !== undefined) return names;
    expect(found, found.html).toMatchObject({ isOutlined: true, isInView: true });
    names.push(found.name);
  }
}
