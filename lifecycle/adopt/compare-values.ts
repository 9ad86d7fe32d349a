import { canonicalJson } from "../kit/canonical-json";
import type { JsonObject, JsonValue } from "../kit/json";
import { deepMerge, isJsonObject } from "../mesh/deep-merge";

/** A value that a chart would get otherwise than it has it. */
export interface ValueDifference {
    /** `pilot.autoscaleMin` */
    readonly path: string;
    /** Undefined where there is none. */
    readonly before?: JsonValue;
    readonly after?: JsonValue;
}

/** What two sets of values are given over. */
export interface CompareValuesArgs {
    /** The chart's own values, as its release keeps them. */
    readonly defaults: JsonObject;
    readonly before: JsonObject;
    readonly after: JsonObject;
}

/** Where Istio's charts keep their defaults since 1.22: a profile is merged between them and what somebody gives. */
const INTERNAL = "_internal_defaults_do_not_set";

/**
 * Values a chart works with that differ, defaults merged in: what both say or leave to the chart is no difference. A chart
 * makes the same objects of the same values.
 */
export function differingValues({ defaults, before, after }: CompareValuesArgs): readonly ValueDifference[] {
    const { [INTERNAL]: internal, ...own } = defaults;
    const base = isJsonObject(internal) ? deepMerge(own, internal) : own;
    return leaves(folded(deepMerge(base, before)), folded(deepMerge(base, after)), "");
}

/** The chart of istiod copies what is below `pilot` over the top (`zzy_descope_legacy.yaml`). */
function folded(values: JsonObject): JsonObject {
    const { pilot, ...others } = values;
    return isJsonObject(pilot) ? deepMerge(others, pilot) : values;
}

function leaves(
    before: JsonValue | undefined,
    after: JsonValue | undefined,
    path: string,
): ValueDifference[] {
    const [left, right] = [maps(before), maps(after)];
    if (left && right) {
        return [...new Set([...Object.keys(left), ...Object.keys(right)])]
            .sort()
            .flatMap((key) => leaves(left[key], right[key], path === "" ? key : `${path}.${key}`));
    }
    if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
    return [{ path, before, after }];
}

/** An object, or nothing: that has no members either. */
function maps(value: JsonValue | undefined): JsonObject | undefined {
    if (value === undefined || value === null) return {};
    return isJsonObject(value) ? value : undefined;
}
