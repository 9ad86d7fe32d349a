import { DAY } from "../kit/day";
import { type Html, html } from "./html";
import type { LastUpgrade } from "./last-upgrade";

/** Colours there are: `s0`, for the newest version, to `s5`, which all older ones share. */
export const SERIES = 6;

const HOUR = DAY / 24;

interface PlotArgs {
    readonly upgrade: LastUpgrade;
    /** In CSS pixels; text is as large as the page's small text, so a plot is never scaled. */
    readonly width: number;
    readonly height: number;
    /** Makes the ids of its title unlike those of another plot on the page. */
    readonly id: string;
}

/** The colour of a version, by its place among them from the oldest on. */
export function seriesOf(index: number, count: number): string {
    return `s${Math.min(SERIES - 1, count - 1 - index)}`;
}

/** What is counted by version over time, stacked, the newest version at the bottom, as one picture without a script. */
export async function upgradePlot({ upgrade, width, height, id }: PlotArgs): Promise<Html> {
    // Loaded here alone: no other command draws, and both are ES modules, which Node 20.18 cannot require.
    const [{ scaleLinear, scaleUtc }, { area, curveStepAfter, stack }] = await Promise.all([
        import("d3-scale"),
        import("d3-shape"),
    ]);
    const { versions, points, unit, to } = upgrade;
    const edge = { top: 10, right: 14, bottom: 26, left: 44 };
    const seen = points.map(({ at }) => Date.parse(at));
    const [first = 0, last = first] = [seen[0], seen.at(-1)];
    // What was seen last holds on for a while to the right, or nobody would see it.
    const end = last + Math.max(HOUR, (last - first) / 25);
    const times = [...seen, end];
    const sums = points.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
    const x = scaleUtc([first, end], [edge.left, width - edge.right]);
    const y = scaleLinear([0, Math.max(1, ...sums)], [height - edge.bottom, edge.top]).nice(4);
    const layers = stack<LastUpgrade["points"][number], number>()
        .keys(versions.map((_, index) => index).reverse())
        .value(({ counts }, index) => counts[index] ?? 0)([...points, ...points.slice(-1)]);
    const shape = area<(typeof layers)[number][number]>()
        .x((_, index) => x(times[index] ?? first))
        .y0(([bottom]) => y(bottom))
        .y1(([, top]) => y(top))
        .curve(curveStepAfter);
    const isShort = end - first < 3 * DAY;
    const dates = x.ticks(Math.max(2, Math.floor(width / 130)));
    const dateText = x.tickFormat(dates.length, isShort ? "%d %b, %H:%M" : "%d %b");
    const counts = y.ticks(4).filter(Number.isInteger);
    const bottom = height - edge.bottom;
    return html`<svg
        class="plot"
        width="${width}"
        height="${height}"
        viewBox="0 0 ${width} ${height}"
        role="img"
        aria-labelledby="${id}-title"
    >
        <title id="${id}-title">
            The proxies' way to ${to}: ${unit} by version over time. The table below has the figures.
        </title>
        ${layers.map(
            (layer) =>
                html`<path class="${seriesOf(layer.key, versions.length)}" d="${shape(layer) ?? ""}" />`,
        )}
        ${counts.map(
            (count) =>
                html`<path class="grid" d="M${edge.left},${round(y(count))}H${width - edge.right}" /><text
                        x="${edge.left - 6}"
                        y="${round(y(count) + 4)}"
                        text-anchor="end"
                    >
                        ${count}
                    </text>`,
        )}
        ${dates.map(
            (date) =>
                html`<path class="tick" d="M${round(x(date))},${bottom}v5" /><text
                        x="${round(Math.min(width - edge.right - 18, Math.max(edge.left, x(date))))}"
                        y="${bottom + 19}"
                        text-anchor="middle"
                    >
                        ${dateText(date)}
                    </text>`,
        )}
    </svg>`;
}

function round(value: number): number {
    return Math.round(value * 10) / 10;
}
