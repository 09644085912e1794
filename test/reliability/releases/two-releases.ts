import { fileURLToPath } from "node:url";
import { startWorkerd, type Trees } from "../../support/workerd.ts";
import type { KilledServer } from "../kills/run.ts";
import type { Random } from "../random.ts";

/** The root of this release. */
export const THIS_TREE = fileURLToPath(new URL("../../..", import.meta.url));

/** Which release runs: the one before, or this one. */
const RELEASES = ["before", "now"] as const;
type Release = (typeof RELEASES)[number];

/** The releases of the Worker and of the rooms, as `Worker/rooms`. */
export type Pairing = `${Release}/${Release}`;

export const PAIRINGS: readonly Pairing[] = RELEASES.flatMap((worker) =>
  RELEASES.map((rooms): Pairing => `${worker}/${rooms}`),
);

/** A server whose Worker and rooms change their release at every start. */
export interface TwoReleases extends KilledServer {
  /** How often each pairing ran. */
  readonly ran: Readonly<Record<Pairing, number>>;
}

/** The trees of a pairing. */
export function treesOf(pairing: Pairing, before: string): Trees {
  const [worker, rooms] = pairing.split("/");
  const now = { root: undefined, objects: undefined };
  if (worker === rooms) return worker === "now" ? now : { ...now, root: before };
  return worker === "now" ? { ...now, objects: before } : { root: before, objects: THIS_TREE };
}

/**
 * Starts workerd, as the release before.
 *
 * @param before the root of the release before
 */
export async function startTwoReleases(before: string, random: Random): Promise<TwoReleases> {
  const server = await startWorkerd(treesOf("before/before", before));
  const ran = { "before/before": 1, "before/now": 0, "now/before": 0, "now/now": 0 };
  // Each pairing comes early, so that a short run has them all.
  const first = [...PAIRINGS].reverse();
  return {
    ...server,
    ran,
    async restart() {
      const pairing = first.pop() ?? random.pick(PAIRINGS);
      ran[pairing] += 1;
      await server.restart(treesOf(pairing, before));
    },
  };
}
