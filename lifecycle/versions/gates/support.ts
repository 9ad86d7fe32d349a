import type { SupportWindow } from "../catalog";
import type { CatalogIndex } from "../catalog-index";
import { DAY, dayOf, dayStart, endOf } from "../../kit/day";
import { catalogAge } from "./catalog";
import type { Gate, GateContext } from "./gate";
import { isWaived, ownWaiver } from "./waivers";

/** Days a minor is still supported after the next but one came out (istio.io, "Supported releases": six weeks). */
const GRACE = 42;

/** When support of a minor ends, and whether that is certain. */
interface SupportEnd {
    /** First moment without support, in milliseconds; where the end is only expected, the end of that day or month. */
    readonly time: number;
    /** `on 2026-10-12`, `is expected in 2027-02` … */
    readonly said: string;
    /** Upstream only expects it, and the release that would end it is unknown. */
    readonly expected: boolean;
}

/**
 * Refuses minors past their end of life: nobody looks for faults in them any more, so they are presumed vulnerable.
 * Whether upstream's table says "supported" is not heeded, only its dates: it lags by months.
 *
 * On the very day of its end a minor is no longer supported. Support ends six weeks after the next but one minor came
 * out (istio.io, "Supported releases"). Where upstream only expects an end, nothing has ended: as long as the catalog is
 * fresh and does not know the release that ends it, the minor is supported. A catalog too old to pick from is too old to
 * know, too: then what was expected counts. A minor without a row has no support.
 */
export const supportGate: Gate = {
    name: "support",
    concerns: ["standing", "proxies"],
    judge({ minor }, context) {
        const end = supportEnd(minor, context.index);
        if (end && (context.at < end.time || isOpen(end, context))) return undefined;
        if (isWaived("support", context)) return undefined;
        if (!end) return `no support window of ${minor} is known, so it is presumed vulnerable`;
        const old = end.expected
            ? `, and the catalog of ${context.index.date} is too old to know better`
            : "";
        return `support of ${minor} ${end.said}${old}, so it is presumed vulnerable`;
    },
    notes({ minor }, context) {
        const { index, at } = context;
        const end = supportEnd(minor, index);
        if (!end || at < end.time - 31 * DAY) return [];
        if (at >= end.time) return isOpen(end, context) ? [stillOpen(minor, end, context)] : [];
        return [`support of ${minor} ${end.said.replace("ended on", "ends on").replace("was", "is")}`];
    },
    waivers: (_candidate, context) => ownWaiver("support", context),
};

/** Whether an end was only expected, and a catalog that would know of it does not. */
function isOpen({ expected }: SupportEnd, context: GateContext): boolean {
    return expected && catalogAge(context) <= context.maxCatalogAge;
}

function stillOpen(minor: string, { said }: SupportEnd, { index }: GateContext): string {
    return `support of ${minor} ${said}, but the catalog of ${index.date} does not know the release that ends it: it counts as supported`;
}

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
        expected: false,
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
