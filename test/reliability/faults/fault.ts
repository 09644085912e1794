import type { Patch } from "../../support/tree.ts";

/** A test of this suite. */
export interface NamedTest {
  /** The vitest project that it belongs to. */
  readonly project:
    | "unit"
    | "worker"
    | "archive"
    | "previews"
    | "webhooks"
    | "configured"
    | "signed-in"
    | "keys"
    | "reliability";
  /** Relative to the root. */
  readonly file: string;
  /** The test's own title, without those of its describe blocks. */
  readonly title: string;
}

/** A mistake that a developer could make, and the test that must catch it. */
export interface Fault {
  readonly name: string;
  /** Whether CI plants it on every run; the long form plants all. */
  readonly isBasic?: true;
  readonly patches: readonly Patch[];
  readonly caughtBy: NamedTest;
}
