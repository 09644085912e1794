/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Makes a size fit into another one, with its proportions. It never grows. */
export function fitInto({ height, width }: Size, most: Size): Size {
  const scale = Math.min(1, most.width / width, most.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** CSS pixels that a single picture may cover in the log. */
const MOST_IN_LOG: Size = { width: 400, height: 320 };

/** Pictures whose size is unknown: they are drawn inside of this. */
const UNKNOWN: Size = { width: 320, height: 240 };

/** CSS pixels on each side: below that, a picture is no target for a finger. */
const LEAST_IN_LOG = 48;

/** The box of a single picture in the log, before it has loaded. */
export function boxOf({ height, width }: { readonly width?: number; readonly height?: number }): Size {
  if (!width || !height) return UNKNOWN;
  const fit = fitInto({ width, height }, MOST_IN_LOG);
  return { width: Math.max(LEAST_IN_LOG, fit.width), height: Math.max(LEAST_IN_LOG, fit.height) };
}

/** Pictures in a row, at most. */
const MOST_IN_ROW = 3;

/** How many pictures each row of a grid has. The last rows have the most. */
export function gridRows(count: number): readonly number[] {
  const rows = Math.ceil(count / MOST_IN_ROW);
  const least = Math.floor(count / rows);
  const longer = count % rows;
  return Array.from({ length: rows }, (_, row) => (row < rows - longer ? least : least + 1));
}

/** Columns of the grid: a row of 1, 2 or 3 fills them. */
export const GRID_COLUMNS = 6;

/** The columns that each picture of a grid covers. */
export function gridSpans(count: number): readonly number[] {
  return gridRows(count).flatMap((inRow) => Array.from({ length: inRow }, () => GRID_COLUMNS / inRow));
}
