import type { JsonObject } from "../stack/settings";
import { isJsonObject, valueAt } from "../mesh/deep-merge";
import type { Schema, SchemaSet } from "./schema";
import { type SchemaFault, validate } from "./validate";

/** What {@link istioValuesFaults} works on. */
export interface IstioValuesArgs {
    /** `istio.values` of a stack. */
    readonly values: JsonObject;
    /** Schema of the chart's values of the stack's Istio. */
    readonly chart: SchemaSet;
    /** Kubernetes' own definitions: parts of pods stand in values as they are. */
    readonly kubernetes: SchemaSet;
}

/** What the istiod chart or istioctl would refuse of values, or drop in silence: keys nobody reads, values of another type. */
export function istioValuesFaults({ values, chart, kubernetes }: IstioValuesArgs): readonly SchemaFault[] {
    const definition = (name: string): Schema | undefined =>
        chart.definitions[name] ?? kubernetes.definitions[name];
    const faults = validate({ value: values, schema: "#Values", definition, nulls: true, partial: true });
    return [...faults.map(inWords), ...ambientFaults(values), ...replicaFaults(values)];
}

/** The same fault, as a person who wrote values sees it. */
function inWords({ path, value, rule, remedy }: SchemaFault): SchemaFault {
    const unknown = / is no field of |^is no field of/.test(rule);
    if (unknown) {
        const reason = "is read by nobody: the istiod chart of this version does not know it";
        return { path, value, rule: reason, remedy };
    }
    return { path, value, rule: rule.replace(/^must match \^.*$/, "is not of the form it needs"), remedy };
}

/** The profile of sidecar-less meshes, which changes what every proxy of Windlass's relies on. */
function ambientFaults(values: JsonObject): readonly SchemaFault[] {
    return [["profile"], ["global", "profile"]].flatMap((path) => {
        if (valueAt(values, path) !== "ambient") return [];
        const rule =
            "is not supported yet: Windlass operates sidecars, and the ambient profile takes ztunnel and the CNI node agent for granted";
        return [{ path, value: "ambient", rule, remedy: "Remove it" }];
    });
}

/** Counts that leave the mesh without a control plane, or that the chart takes for "not said". */
function replicaFaults(values: JsonObject): readonly SchemaFault[] {
    return [[], ["pilot"]].flatMap((prefix) => {
        const section = prefix.length === 0 ? values : valueAt(values, prefix);
        if (!isJsonObject(section)) return [];
        const [least, most] = ["autoscaleMin", "autoscaleMax"].map((key) => wholeNumber(section[key]));
        const counts = ["replicaCount", "autoscaleMin", "autoscaleMax"].flatMap((key) => {
            const count = wholeNumber(section[key]);
            if (count === undefined || count >= 1) return [];
            const rule = "must be at least 1: a mesh without istiod gives no proxy its configuration";
            return [{ path: [...prefix, key], value: section[key], rule, remedy: undefined }];
        });
        if (least === undefined || most === undefined || least <= most) return counts;
        const rule = `must not be more than autoscaleMax, which is ${most}`;
        return [
            ...counts,
            { path: [...prefix, "autoscaleMin"], value: section["autoscaleMin"], rule, remedy: undefined },
        ];
    });
}

function wholeNumber(value: unknown): number | undefined {
    if (typeof value === "string" && /^\d+$/.test(value)) return Number(value);
    return typeof value === "number" ? value : undefined;
}
