import type { Browser } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import { openReportSink, type ReportSink } from "./report-sink.ts";
import { type Visitors, visitorsOf } from "./visitors.ts";

/** Visitors of a report sink, and everything that goes wrong in their pages. */
export interface PolicyWatch {
  readonly visitors: Visitors;
  readonly sink: ReportSink;
  /** The violated directives, as the pages' own events report them. */
  readonly violations: readonly string[];
  /** Errors, violations and requests to other hosts, in words. */
  readonly troubles: readonly string[];
}

/**
 * Opens a report sink and watches the pages of its visitors, until the test ends.
 *
 * @param options with what an attacker injects into each page
 */
export async function watchPolicy(browser: Browser, options?: { readonly inject: string }): Promise<PolicyWatch> {
  const sink = await openReportSink(inject("origin"), options);
  onTestFinished(sink.close);
  const violations: string[] = [];
  const troubles: string[] = [];
  const visitors = visitorsOf({
    origin: () => sink.origin,
    newContext: async (options) => {
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      await context.exposeFunction("tellViolation", (directive: string) => violations.push(directive));
      await context.addInitScript(() => {
        addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
          // Playwright adds it, and no type declares it.
          (globalThis as unknown as { tellViolation(directive: string): void }).tellViolation(effectiveDirective);
        });
      });
      return context;
    },
    onTrouble: (trouble) => troubles.push(trouble),
  });
  return { visitors, sink, violations, troubles };
}
