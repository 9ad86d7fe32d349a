import type { Change } from "./changes";

/** What a change does to an analysis: more may pass it, less may, or nobody can say. */
export type Direction = "loosened" | "tightened" | "changed";

/** How to judge a change of one field of a Canary. */
export interface CanaryRule {
    /** Path of the field; `*` stands for any one key. */
    readonly path: string;
    readonly judge: (change: Change) => Direction;
    /** What the field does, for the reader. */
    readonly meaning: string;
}

const more = (direction: Direction) => (change: Change) => byNumber(change, direction);
const longer = (direction: Direction) => (change: Change) => byNumber(change, direction, secondsOf);
const present = (added: Direction) => (change: Change) => {
    if (change.from === undefined) return added;
    return change.to === undefined ? opposite(added) : "changed";
};
const always = (direction: Direction) => () => direction;

/**
 * Fields of a Canary and which way each works (docs.flagger.app/usage/how-it-works, CRD canaries.flagger.app). The first
 * that fits decides.
 */
export const CANARY_RULES: readonly CanaryRule[] = [
    {
        path: "spec/skipAnalysis",
        judge: switchedOn("loosened"),
        meaning: "the canary is promoted without a look",
    },
    { path: "spec/suspend", judge: switchedOn("loosened"), meaning: "a suspended canary measures nothing" },
    {
        path: "spec/analysis/threshold",
        judge: more("loosened"),
        meaning: "failed checks before it rolls back",
    },
    { path: "spec/analysis/interval", judge: longer("tightened"), meaning: "time between checks" },
    { path: "spec/analysis/iterations", judge: more("tightened"), meaning: "checks before it promotes" },
    { path: "spec/analysis/stepWeight", judge: more("loosened"), meaning: "traffic added by each step" },
    { path: "spec/analysis/stepWeights", judge: byWeights, meaning: "traffic of each step" },
    {
        path: "spec/analysis/stepWeightPromotion",
        judge: more("loosened"),
        meaning: "traffic moved by each step of the promotion",
    },
    {
        path: "spec/analysis/maxWeight",
        judge: more("tightened"),
        meaning: "traffic it must have stood before it promotes",
    },
    {
        path: "spec/analysis/canaryReadyThreshold",
        judge: more("tightened"),
        meaning: "pods of the canary that must be ready",
    },
    {
        path: "spec/analysis/primaryReadyThreshold",
        judge: more("tightened"),
        meaning: "pods of the primary that must be ready",
    },
    {
        path: "spec/analysis/mirror",
        judge: always("changed"),
        meaning: "traffic is copied to the canary first",
    },
    { path: "spec/analysis/metrics", judge: present("tightened"), meaning: "measurements" },
    { path: "spec/analysis/metrics/*", judge: present("tightened"), meaning: "a measurement" },
    {
        path: "spec/analysis/metrics/*/thresholdRange",
        judge: present("tightened"),
        meaning: "accepted values",
    },
    {
        path: "spec/analysis/metrics/*/thresholdRange/max",
        judge: bound("loosened"),
        meaning: "highest accepted value",
    },
    {
        path: "spec/analysis/metrics/*/thresholdRange/min",
        judge: bound("tightened"),
        meaning: "lowest accepted value",
    },
    {
        path: "spec/analysis/metrics/request-success-rate/threshold",
        judge: more("tightened"),
        meaning: "lowest accepted value",
    },
    {
        path: "spec/analysis/metrics/request-duration/threshold",
        judge: more("loosened"),
        meaning: "highest accepted value",
    },
    { path: "spec/analysis/metrics/*/templateRef", judge: always("changed"), meaning: "the query it asks" },
    { path: "spec/analysis/metrics/*/templateRef/*", judge: always("changed"), meaning: "the query it asks" },
    { path: "spec/analysis/metrics/*/query", judge: always("changed"), meaning: "the query it asks" },
    {
        path: "spec/analysis/metrics/*/interval",
        judge: always("changed"),
        meaning: "window of the measurement",
    },
    { path: "spec/analysis/webhooks", judge: present("tightened"), meaning: "checks by webhook" },
    { path: "spec/analysis/webhooks/*", judge: webhook, meaning: "a check by webhook" },
    { path: "spec/analysis/webhooks/*/type", judge: always("changed"), meaning: "when it is called" },
    { path: "spec/analysis/webhooks/*/url", judge: always("changed"), meaning: "who answers the check" },
    { path: "spec/analysis/webhooks/*/retries", judge: more("loosened"), meaning: "tries before it fails" },
    {
        path: "spec/analysis/webhooks/*/disableTLS",
        judge: switchedOn("loosened"),
        meaning: "its certificate is not checked",
    },
    { path: "spec/analysis/alerts/*", judge: present("changed"), meaning: "who hears of it" },
    { path: "spec/analysis", judge: present("tightened"), meaning: "the analysis" },
    {
        path: "spec/progressDeadlineSeconds",
        judge: more("loosened"),
        meaning: "time a rollout may stand still",
    },
    {
        path: "spec/revertOnDeletion",
        judge: switchedOn("tightened"),
        meaning: "the target is restored when the canary goes",
    },
    {
        path: "spec/targetRef/*",
        judge: always("loosened"),
        meaning: "what it gates: the former target is gated no more",
    },
];

/** The rule for a field; undefined where the field has nothing to do with how strict an analysis is. */
export function canaryRule(path: readonly string[]): CanaryRule | undefined {
    return CANARY_RULES.find((rule) => {
        const keys = rule.path.split("/");
        return keys.length === path.length && keys.every((key, index) => key === "*" || key === path[index]);
    });
}

/** Seconds of a duration as Go writes it: `1m30s`. Undefined for anything else. */
export function secondsOf(value: unknown): number | undefined {
    if (typeof value !== "string" || !/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(value)) return undefined;
    let seconds = 0;
    for (const [, amount = "0", unit = "s"] of value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
        seconds += Number(amount) * (UNITS[unit] ?? 1);
    }
    return seconds;
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

function byNumber(
    { from, to }: Change,
    higher: Direction,
    read: (value: unknown) => number | undefined = numberOf,
): Direction {
    const [before, after] = [read(from), read(to)];
    if (before === undefined || after === undefined || before === after) return "changed";
    return after > before ? higher : opposite(higher);
}

function numberOf(value: unknown): number | undefined {
    return typeof value === "number" ? value : undefined;
}

/** A bound that is gone accepts everything. */
function bound(higher: Direction): (change: Change) => Direction {
    return (change) => {
        if (change.to === undefined) return "loosened";
        return change.from === undefined ? "tightened" : byNumber(change, higher);
    };
}

function switchedOn(direction: Direction): (change: Change) => Direction {
    return ({ from, to }) => {
        if ((from === true) === (to === true)) return "changed";
        return to === true ? direction : opposite(direction);
    };
}

/** Fewer steps see less of the canary; so does a smaller last one. */
function byWeights({ from, to }: Change): Direction {
    if (!Array.isArray(from) || !Array.isArray(to)) return "changed";
    const [last, next] = [numberOf(from.at(-1)), numberOf(to.at(-1))];
    if (last === undefined || next === undefined) return "changed";
    if (to.length <= from.length && next <= last) return "loosened";
    return to.length >= from.length && next >= last ? "tightened" : "changed";
}

/** Events only tell; every other webhook can stop a rollout. */
function webhook(change: Change): Direction {
    const hook = (change.from ?? change.to) as { readonly type?: unknown };
    return hook?.type === "event" ? "changed" : present("tightened")(change);
}

function opposite(direction: Direction): Direction {
    if (direction === "changed") return direction;
    return direction === "loosened" ? "tightened" : "loosened";
}
