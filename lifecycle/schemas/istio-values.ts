import type { JsonObject } from "../kit/json";
import { isJsonObject, valueAt } from "../mesh/deep-merge";
import type { Schema, SchemaSet } from "./schema";
import { type FaultWords, type SchemaFault, WORDS, validate } from "./validate";

/** What {@link istioValuesFaults} works on. */
export interface IstioValuesArgs {
    /** `istio.values` of a stack. */
    readonly values: JsonObject;
    /** All values the chart is rendered with: Windlass's own, and those merged over them. */
    readonly merged: JsonObject;
    /** Schema of the chart's values of the stack's Istio. */
    readonly chart: SchemaSet;
    /** Kubernetes' own definitions: parts of pods stand in values as they are. */
    readonly kubernetes: SchemaSet;
}

/** What the istiod chart or istioctl would refuse of values, or drop in silence: keys nobody reads, values of another type. */
export function istioValuesFaults({
    values,
    merged,
    chart,
    kubernetes,
}: IstioValuesArgs): readonly SchemaFault[] {
    const definition = (name: string): Schema | undefined =>
        chart.definitions[name] ?? kubernetes.definitions[name];
    const faults = validate({
        value: values,
        schema: "#Values",
        definition,
        nulls: true,
        partial: true,
        words: VALUE_WORDS,
    });
    return [...faults, ...ambientFaults(values), ...replicaFaults(values, merged)];
}

/** What the patterns of Istio's protos mean, by their beginning. */
const PATTERNS: readonly (readonly [pattern: string, rule: string])[] = [
    ["^[0-9]", "must be a whole number that is not negative"],
    ["^-?[0-9]+$", "must be a whole number"],
    ["^-?([0-9]", "must be a duration such as 10s"],
];

/** What is said to a person who wrote values. */
export const VALUE_WORDS: FaultWords = {
    unknownField: () => "is read by nothing in this version of Istio",
    mismatch: (pattern) =>
        PATTERNS.find(([start]) => pattern.startsWith(start))?.[1] ?? WORDS.mismatch(pattern),
    // The profile `ambient` is a word of the chart's, and refused below.
    notAmong: (values) => WORDS.notAmong(values.filter((value) => value !== "ambient")),
};

/** The profile of meshes without sidecars, which changes what everything here relies on. */
function ambientFaults(values: JsonObject): readonly SchemaFault[] {
    return [["profile"], ["global", "profile"]].flatMap((path) => {
        if (valueAt(values, path) !== "ambient") return [];
        const rule =
            "is not supported yet: Windlass operates sidecars, and the ambient profile takes ztunnel and the CNI node agent for granted";
        return [{ path, value: "ambient", rule, remedy: "Remove it" }];
    });
}

const COUNTS = ["replicaCount", "autoscaleMin", "autoscaleMax"];

/** Counts that leave the mesh without a control plane, or that the chart takes for "not said". */
function replicaFaults(values: JsonObject, merged: JsonObject): readonly SchemaFault[] {
    const [least, most] = ["autoscaleMin", "autoscaleMax"].map((key) =>
        countOf(valueAt(merged, ["pilot", key])),
    );
    return [[], ["pilot"]].flatMap((prefix) => {
        const section = prefix.length === 0 ? values : valueAt(values, prefix);
        if (!isJsonObject(section)) return [];
        return COUNTS.flatMap((key) => {
            const count = countOf(section[key]);
            const rule = count === undefined ? undefined : countRule(key, count, [least, most]);
            return rule === undefined
                ? []
                : [{ path: [...prefix, key], value: section[key], rule, remedy: undefined }];
        });
    });
}

function countRule(
    key: string,
    count: number,
    [least = 0, most = Infinity]: readonly (number | undefined)[],
): string | undefined {
    if (count < 1) return "must be at least 1: without istiod no proxy gets its configuration";
    if (least <= most) return undefined;
    if (key === "autoscaleMin") return `must not be more than autoscaleMax, which is ${most}`;
    return key === "autoscaleMax" ? `must not be less than autoscaleMin, which is ${least}` : undefined;
}

function countOf(value: unknown): number | undefined {
    if (typeof value === "string" && /^\d+$/.test(value)) return Number(value);
    return typeof value === "number" ? value : undefined;
}
