/** The highest rate that was carried, and the lowest above it that was not. */
export interface Edge {
  readonly carried: number | undefined;
  readonly refused: number | undefined;
}

export interface EdgeSearch {
  /** The rate that is offered first. */
  readonly from: number;
  /** The factor from one rate to the next, until the edge is between two of them. */
  readonly step: number;
  /** Halvings of what is between the two, on a scale of ratios. */
  readonly halvings: number;
  /** The search gives up below this rate. */
  readonly least: number;
  /** Whether a refused rate counts only if the next higher one is refused too: code that is still cold refuses more. */
  readonly isDoubtful?: boolean;
}

/**
 * Finds the edge of what a room carries.
 *
 * @param carries offers a rate
 */
export async function findEdge(carries: (rate: number) => Promise<boolean>, search: EdgeSearch): Promise<Edge> {
  const { halvings, isDoubtful = false, least, step } = search;
  let carried: number | undefined;
  let refused: number | undefined;
  let rate = search.from;
  while (carried === undefined || refused === undefined) {
    if (await carries(rate)) carried = rate;
    else if (carried !== undefined && isDoubtful && (await carries(rate * step))) carried = rate *= step;
    else refused = rate;
    rate = carried === undefined ? rate / step : rate * step;
    if (carried === undefined && rate < least) return { carried, refused };
  }
  for (let i = 0; i < halvings; i += 1) {
    const between = Math.sqrt(carried * refused);
    if (await carries(between)) carried = between;
    else refused = between;
  }
  return { carried, refused };
}
