import { getIn } from "../lifecycle/kit/json-path";
import { type CanaryRule, type Direction, canaryRule } from "./canary-fields";
import type { Change } from "./changes";
import { fromTo, shownPath } from "./describe-changes";
import type { Found, Level } from "./finding";
import { type Phrase, say } from "./phrase";
import type { VersionedObject } from "./version";
import { objectId } from "../lifecycle/workloads/manifest";

const LEVELS: Readonly<Record<Direction, Level>> = {
    loosened: "alarm",
    tightened: "info",
    changed: "caution",
};

const WORDS: Readonly<Record<Direction, string>> = {
    loosened: "analysis loosened",
    tightened: "analysis tightened",
    changed: "analysis changed",
};

/** What changed in a Canary, one finding a direction: a canary may be loosened here and tightened there. */
export function canaryFindings({ object }: VersionedObject, changes: readonly Change[]): readonly Found[] {
    const byDirection = new Map<Direction, Phrase[]>();
    for (const change of changes) {
        const rule = canaryRule(change.path);
        const direction = rule ? rule.judge(change) : "changed";
        const details = byDirection.get(direction) ?? [];
        details.push(describe(change, rule));
        byDirection.set(direction, details);
    }
    const order: readonly Direction[] = ["loosened", "changed", "tightened"];
    return order.flatMap((direction): Found[] => {
        const details = byDirection.get(direction);
        if (!details) return [];
        const analysis = direction !== "changed" || changes.some(({ path }) => path[1] === "analysis");
        return [
            {
                section: "canaries",
                rule: `canary/${direction}`,
                level: analysis ? LEVELS[direction] : "info",
                words: [analysis ? WORDS[direction] : "canary changed"],
                details,
                object: objectId(object),
            },
        ];
    });
}

function describe(change: Change, rule: CanaryRule | undefined): Phrase {
    const [, , list, item, ...rest] = change.path;
    const meaning: Phrase = rule ? [` (${rule.meaning})`] : [];
    if (change.path[1] === "analysis" && item !== undefined && (list === "metrics" || list === "webhooks")) {
        const kind = list === "metrics" ? "metric" : "webhook";
        if (rest.length > 0) return say`${[kind]} ${item}: ${shownPath(rest)} ${fromTo(change)}${meaning}`;
        if (change.to === undefined) return say`${[kind]} ${item} removed`;
        if (change.from === undefined) return say`${[kind]} ${item} added`;
    }
    const name = change.path.slice(change.path[1] === "analysis" ? 2 : 1);
    return say`${shownPath(name.length > 0 ? name : change.path)} ${fromTo(change)}${meaning}`;
}

/** A new Canary, which is good news. */
export function newCanary({ object }: VersionedObject): Found {
    const target = getIn(object, ["spec", "targetRef", "name"]);
    const skipped = getIn(object, ["spec", "skipAnalysis"]) === true;
    const gates = say`new: gates ${typeof target === "string" ? target : "nothing"}`;
    return {
        section: "canaries",
        rule: "canary/new",
        level: skipped ? "alarm" : "info",
        words: skipped ? say`${gates}, but skips the analysis` : gates,
        object: objectId(object),
    };
}

/** A changed query measures something else in every canary that asks it. */
export function metricTemplateFinding({ object }: VersionedObject, changes: readonly Change[]): Found {
    return {
        section: "canaries",
        rule: "canary/metric-template",
        level: "caution",
        words: ["what a metric asks has changed, for every canary that uses it"],
        details: changes.map((change) => say`${shownPath(change.path)} ${fromTo(change)}`),
        object: objectId(object),
    };
}
