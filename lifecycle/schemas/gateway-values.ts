import type { JsonObject } from "../kit/json";
import { deepMerge, valueAt } from "../mesh/deep-merge";
import { optionValues } from "../mesh/gateway-values";
import type { GatewaySettings } from "../settings/settings";
import { VALUE_WORDS } from "./istio-values";
import type { SchemaSet } from "./schema";
import { type SchemaFault, validate } from "./validate";

/** What {@link gatewayValuesFaults} works on. */
export interface GatewayValuesArgs {
    readonly gateway: GatewaySettings;
    /** Schema of the charts' values of the gateway's Istio. */
    readonly chart: SchemaSet;
    /** Kubernetes' own definitions: parts of pods stand in values as they are. */
    readonly kubernetes: SchemaSet;
}

/**
 * What the gateway chart of a version, or the API server, would refuse of a gateway's settings, or pass over in silence.
 *
 * @returns faults with the path of the key below the gateway: `values.dnsPolicy`, `affinity.nodeAffinity`
 */
export function gatewayValuesFaults({
    gateway,
    chart,
    kubernetes,
}: GatewayValuesArgs): readonly SchemaFault[] {
    const { values } = gateway;
    const faults = validate({
        value: deepMerge(optionValues(gateway), values),
        schema: "#GatewayValues",
        definition: (name) => chart.definitions[name] ?? kubernetes.definitions[name],
        nulls: true,
        partial: true,
        words: VALUE_WORDS,
    });
    return faults.map((fault) => ({ ...fault, path: keyOf(fault.path, values) }));
}

/** Sections of the chart whose keys stand beside each other in the settings. */
const SECTIONS: readonly string[] = ["service", "autoscaling"];

/** Where a person wrote what the chart has at a path. */
function keyOf(path: SchemaFault["path"], values: JsonObject): SchemaFault["path"] {
    const known = path.map(String);
    if (valueAt(values, known) !== undefined) return ["values", ...path];
    const [first = "", ...rest] = path;
    if (!SECTIONS.includes(String(first)) || rest.length === 0) return path;
    return rest[0] === "annotations" || rest[0] === "type"
        ? [
              first === "service" ? `service${rest[0] === "type" ? "Type" : "Annotations"}` : first,
              ...rest.slice(1),
          ]
        : rest;
}
