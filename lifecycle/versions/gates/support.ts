import type { SupportWindow } from "../catalog";
import type { CatalogIndex } from "../catalog-index";
import { DAY, dayOf, dayStart, endOf } from "../day";
import type { Gate, GateContext } from "./gate";
import { isWaived } from "./waivers";

/** Days a minor is still supported after the next but one came out (istio.io, "Supported releases": six weeks). */
const GRACE = 42;

/** When support of a minor ends, and whether that is certain. */
interface SupportEnd {
    /** First moment without support, in milliseconds. */
    readonly time: number;
    /** `on 2026-10-12`, `is expected in 2027-02` … */
    readonly said: string;
    readonly expected: boolean;
}

/**
 * Refuses minors past their end of life: nobody looks for faults in them any more, so they are presumed vulnerable.
 * Whether upstream's table says "supported" is not heeded, only its dates: it lags by months.
 *
 * On the very day of its end a minor is no longer supported. Where upstream only expects an end, the minor is supported
 * to the end of that month or day, or to six weeks after the next but one minor once that has come out; later it counts
 * as ended until a refreshed catalog says otherwise. A minor without a row has no support.
 */
export const supportGate: Gate = {
    name: "support",
    judge({ minor }, context) {
        const end = supportEnd(minor, context.index);
        if (end && context.at < end.time) return undefined;
        if (isWaived("support", context)) return undefined;
        if (!end) return `no support window of ${minor} is known, so it is presumed vulnerable`;
        return `support of ${minor} ${end.said}, so it is presumed vulnerable`;
    },
    notes({ minor }, { index, at }) {
        const end = supportEnd(minor, index);
        if (!end || at >= end.time || at < end.time - 31 * DAY) return [];
        return [`support of ${minor} ${end.said.replace("ended on", "ends on").replace("was", "is")}`];
    },
};

/** When support of a minor ends; undefined for a minor that nobody knows. */
function supportEnd(minor: string, index: CatalogIndex): SupportEnd | undefined {
    const window = index.windows.get(minor);
    return window && (certainEnd(window) ?? policyEnd(window, index) ?? expectedEnd(window));
}

function certainEnd({ eol }: SupportWindow): SupportEnd | undefined {
    const time = eol === undefined ? undefined : dayStart(eol);
    return time === undefined ? undefined : { time, said: `ended on ${eol}`, expected: false };
}

function policyEnd({ minor }: SupportWindow, { minorReleases }: CatalogIndex): SupportEnd | undefined {
    const [major, number] = minor.split(".").map(Number);
    const released = minorReleases.get(`${major}.${(number ?? 0) + 2}`);
    if (released === undefined) return undefined;
    const time = released + GRACE * DAY;
    return {
        time,
        said: `ended on ${dayOf(time)}, six weeks after ${major}.${(number ?? 0) + 2}`,
        expected: true,
    };
}

function expectedEnd({ eolExpected }: SupportWindow): SupportEnd | undefined {
    const time = eolExpected === undefined ? undefined : endOf(eolExpected);
    return time === undefined
        ? undefined
        : {
              time,
              said: `was expected to end in ${eolExpected}`.replace(/in (\d{4}-\d{2}-)/, "on $1"),
              expected: true,
          };
}

/** Day on which support of a minor ends, as upstream says it: `2026-10-12`, `2027-02 (expected)`. */
export function supportEndText(minor: string, { index }: Pick<GateContext, "index">): string {
    const window = index.windows.get(minor);
    if (!window) return "unknown";
    return window.eol ?? `${window.eolExpected ?? "unknown"} (expected)`;
}
