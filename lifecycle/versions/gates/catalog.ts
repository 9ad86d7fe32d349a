import { daysBetween } from "../../kit/day";
import { type Gate, type GateContext, isCurrent } from "./gate";

/** Days after which a catalog is called old. */
const OLD = 30;
/** Days beyond which no catalog can have anything to say: the clock is wrong, or the question is. */
const ABSURD = 3650;

/** Refuses to pick anything new from a catalog that is too old to know of the last bulletins. */
export const catalogGate: Gate = {
    name: "catalog",
    concerns: ["change"],
    judge(candidate, context) {
        const age = catalogAge(context);
        if (age <= context.maxCatalogAge || isCurrent(candidate, context)) return undefined;
        return `the catalog of ${context.index.date} is ${age} days old, and nothing new is picked after ${context.maxCatalogAge}: run npm run -s windlass -- catalog refresh, or set windlass:istio.catalogAge to ${age}d or more`;
    },
};

/** Days from the catalog's day to the one that is asked about; none for a day the catalog knows of. */
export function catalogAge({ index, at }: Pick<GateContext, "index" | "at">): number {
    return Math.max(0, daysBetween(index.time, at));
}

/** Why no verdict is possible for a moment at all. */
export function beyondJudgement({ index, at }: Pick<GateContext, "index" | "at">): string | undefined {
    if (Number.isFinite(at) && daysBetween(index.time, at) <= ABSURD) return undefined;
    return `the day that is asked about lies more than ten years after the catalog of ${index.date}`;
}

/** A warning that a catalog is getting old. */
export function catalogWarning(context: Pick<GateContext, "index" | "at">): readonly string[] {
    const age = catalogAge(context);
    if (age <= OLD) return [];
    return [
        `the catalog of ${context.index.date} is ${age} days old: later releases and bulletins are unknown; run catalog refresh`,
    ];
}
