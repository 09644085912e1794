/** A grouped bar chart on a logarithmic scale. */
export interface Bars {
  readonly title: string;
  /** The bars of each group: name, and color number. */
  readonly series: readonly { readonly name: string; readonly colour: number }[];
  readonly groups: readonly { readonly name: string; readonly values: readonly (number | undefined)[] }[];
  readonly label: (value: number) => string;
}

/** In pixels; the image scales to its container. */
const SIZE = { width: 960, height: 436, left: 72, right: 16, top: 120, bottom: 44 } as const;
const BAR_GAP = 2;
/** The free share of a group's width. */
const GROUP_GAP = 0.18;
/** The legend has rows of this many entries. */
const LEGEND = { step: 174, perRow: 5, rowHeight: 20, top: 44 } as const;

/** Okabe and Ito's colors, which everyone can tell apart, with a lightness that suits both backgrounds. */
const COLOURS = [
  "#d55e00",
  "#e69f00",
  "#0072b2",
  "#56b4e9",
  "#009e73",
  "#8a8f00",
  "#cc79a7",
  "#7f7f7f",
  "#9467bd",
  "#a0522d",
  "#4b3f9e",
  "#00a5a5",
] as const;

const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #24292f }
    .title { font-weight: 600; font-size: 15px }
    line { stroke: #d0d7de }
    @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } line { stroke: #3d444d } }
  `;

/** Draws bars as SVG, without a background and in the user's color scheme. */
export function renderBars({ groups, label, series, title }: Bars): string {
  const values = groups.flatMap((group) => group.values).filter(isDrawn);
  const lowest = Math.floor(Math.log10(Math.min(...values)));
  const highest = Math.ceil(Math.log10(Math.max(...values)));
  const height = SIZE.height - SIZE.top - SIZE.bottom;
  const y = (value: number) => SIZE.top + height * (1 - (Math.log10(value) - lowest) / Math.max(1, highest - lowest));

  const grid = Array.from({ length: highest - lowest + 1 }, (_, i) => 10 ** (lowest + i)).map(
    (value) =>
      `<line x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${round(y(value))}" y2="${round(y(value))}"/>` +
      `<text x="${SIZE.left - 8}" y="${round(y(value) + 4)}" text-anchor="end">${label(value)}</text>`,
  );
  const legend = series.map(
    ({ colour, name }, i) =>
      `<rect x="${legendX(i)}" y="${legendY(i)}" width="12" height="12" rx="2" fill="${paint(colour)}"/>` +
      `<text x="${legendX(i) + 18}" y="${legendY(i) + 11}">${name}</text>`,
  );
  const step = (SIZE.width - SIZE.left - SIZE.right) / groups.length;
  const barWidth = (step * (1 - GROUP_GAP)) / series.length;
  const bars = groups.flatMap((group, g) => {
    const left = SIZE.left + g * step + (step * GROUP_GAP) / 2;
    const name = `<text x="${round(SIZE.left + (g + 0.5) * step)}" y="${SIZE.height - 16}" text-anchor="middle">${group.name}</text>`;
    const drawn = group.values.map((value, i) => {
      if (!isDrawn(value)) return "";
      const top = y(value);
      const rest = SIZE.height - SIZE.bottom - top;
      return (
        `<rect x="${round(left + i * barWidth)}" y="${round(top)}" width="${round(barWidth - BAR_GAP)}" height="${round(rest)}" ` +
        `rx="2" fill="${paint(series[i]?.colour)}"><title>${series[i]?.name}, ${group.name}: ${label(value)}</title></rect>`
      );
    });
    return [...drawn, name];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${title}">
  <style>${STYLE}</style>
  <text class="title" x="${SIZE.left}" y="26">${title}</text>
  ${[...grid, ...legend, ...bars].filter((part) => part !== "").join("\n  ")}
</svg>
`;
}

function legendX(entry: number): number {
  return SIZE.left + (entry % LEGEND.perRow) * LEGEND.step;
}

function legendY(entry: number): number {
  return LEGEND.top + Math.floor(entry / LEGEND.perRow) * LEGEND.rowHeight;
}

/** A logarithm has no zero. */
function isDrawn(value: number | undefined): value is number {
  return value !== undefined && value > 0;
}

function paint(colour = 0): string {
  return COLOURS[colour % COLOURS.length] ?? COLOURS[0];
}

function round(value: number): string {
  return value.toFixed(1);
}
