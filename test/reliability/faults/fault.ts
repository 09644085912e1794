import type { Patch } from "../../support/tree.ts";

/** A test of the suite. */
export interface NamedTest {
  /** The vitest project that it belongs to. */
  readonly project: "unit" | "worker" | "signed-in" | "keys" | "reliability";
  /** Relative to the root. */
  readonly file: string;
  /** Its own title, without those around it. */
  readonly title: string;
}

/** A mistake that somebody could make, and the test that must not let it pass. */
export interface Fault {
  readonly name: string;
  /** One of those that CI plants every time; the others are left to the long form. */
  readonly isBasic?: true;
  readonly patches: readonly Patch[];
  readonly caughtBy: NamedTest;
}
